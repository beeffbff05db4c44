// What the browser does on its own: French words for plotly, title and focus, links of charts, copies, images, print.
window.PlotlyLocales = window.PlotlyLocales || [];
window.PlotlyLocales.push({
  moduleType: "locale",
  name: "fr",
  dictionary: {},
  format: {
    days: ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"],
    shortDays: ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."],
    months: ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
      "novembre", "décembre"],
    shortMonths: ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
    date: "%d/%m/%Y",
    decimal: ",",
    thousands: "\u202f",
  },
});

window.dash_clientside = window.dash_clientside || {};
window.dash_clientside.sdsf = {
  // A mark that carries an address opens it; the click is then forgotten so that it can be made again.
  suivre(click) {
    const keep = window.dash_clientside.no_update;
    const data = click && click.points[0].customdata;
    const target = Array.isArray(data) ? data[0] : data;
    if (typeof target !== "string") return [keep, keep, keep];
    const url = new URL(target, location.origin);
    return [url.pathname, url.search, null];
  },
  // The page's heading names the window and takes the focus when the reader moves to another page.
  annoncer() {
    requestAnimationFrame(() => {
      const heading = document.querySelector("h1");
      if (!heading) return;
      const moved = document.title !== "Tableau de bord SDSF" && !document.title.startsWith(heading.textContent);
      document.title = `${heading.textContent} · Tableau de bord SDSF`;
      document.querySelectorAll("nav a").forEach((link) => {
        if (link.classList.contains("page-courante")) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
      });
      if (moved) {
        heading.tabIndex = -1;
        heading.focus({ preventScroll: true });
      }
    });
    return String(Date.now());
  },
};

const say = (words) => { document.getElementById("lien-copie").textContent = words; };

async function saveImage(cardId) {
  const answer = await fetch(`/image/${cardId}${location.pathname}${location.search}`);
  const figure = await answer.json();
  if (!figure.data) return say(figure.message || "Image impossible.");
  await window.Plotly.downloadImage(
    { data: figure.data, layout: figure.layout, config: { locale: "fr" } },
    { format: "png", width: 1920, height: 1080, filename: cardId },
  );
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copier], [data-image], [data-imprimer]");
  if (!button) return;
  if (button.dataset.copier) {
    navigator.clipboard.writeText(location.href).then(() => say("Lien copié."), () => say(location.href));
  } else if (button.dataset.image) {
    saveImage(button.dataset.image);
  } else {
    window.print();
  }
});

const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

document.addEventListener("input", (event) => {
  if (event.target.id !== "catalogue-recherche") return;
  const words = plain(event.target.value).split(/\s+/).filter(Boolean);
  document.querySelectorAll("#catalogue details").forEach((group) => {
    let found = 0;
    group.querySelectorAll("li").forEach((item) => {
      const text = plain(item.dataset.cherche);
      item.hidden = !words.every((word) => text.includes(word));
      if (!item.hidden) found += 1;
    });
    group.hidden = found === 0;
    if (words.length) group.open = true;
  });
});
