// On paper: every chart is drawn at one width, which the stylesheet then fits to the sheet that the reader chose.
const PAPER_WIDTH = 1100; // pixels: as few as the widest labels allow, since texts shrink with the rest
const TURN_MS = 100;
const CALM = 4; // turns: longer than the cards below the fold wait (DELAY_MS in sdsf.js)
const PATIENCE = 150; // turns

const charts = () => [...document.querySelectorAll(".js-plotly-plot")].filter((graph) => graph.checkVisibility());

const unfinished = () => document.querySelector('main [data-dash-is-loading="true"]') !== null
  || [...document.querySelectorAll(".graphe")].some((frame) => frame.checkVisibility() && !frame.querySelector(".main-svg"));

window.addEventListener("beforeprint", () => {
  document.getElementById("imprime-le").textContent = new Date().toLocaleDateString("fr-FR");
  document.getElementById("impression-inachevee").hidden = !unfinished();
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

// Asked by a button or by the keyboard, the printing waits until every card is drawn and none has been due for a while.
function printWhenDrawn(turns = PATIENCE, calm = 0) {
  if (turns === 0 || calm === CALM) return window.print();
  setTimeout(() => printWhenDrawn(turns - 1, unfinished() ? 0 : calm + 1), TURN_MS);
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-imprimer]")) printWhenDrawn();
});
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key !== "p" || !unfinished()) return;
  event.preventDefault();
  printWhenDrawn();
});
