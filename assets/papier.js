// On paper: every chart is drawn at one width, which the stylesheet then fits to the sheet that the reader chose.
const PAPER_WIDTH = 1080; // pixels: close to a screen, so that texts fall as they do there

const charts = () => [...document.querySelectorAll(".js-plotly-plot")].filter((graph) => graph.checkVisibility());

window.addEventListener("beforeprint", () => {
  const printedOn = document.getElementById("imprime-le");
  if (printedOn) printedOn.textContent = new Date().toLocaleDateString("fr-FR");
  charts().forEach((graph) => {
    window.Plotly.relayout(graph, { width: PAPER_WIDTH });
    const { width, height } = graph._fullLayout;
    graph.style.setProperty("--format", `${width} / ${height}`);
    graph.style.setProperty("--hauteur", `${height}px`);
    graph.querySelectorAll(".main-svg").forEach((drawing) => drawing.setAttribute("viewBox", `0 0 ${width} ${height}`));
  });
});

window.addEventListener("afterprint", () => {
  charts().forEach((graph) => {
    graph.querySelectorAll(".main-svg").forEach((drawing) => drawing.removeAttribute("viewBox"));
    window.Plotly.relayout(graph, { width: null, autosize: true });
  });
});
