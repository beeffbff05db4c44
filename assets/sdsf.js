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

const DELAY_MS = 300;
let waiting;

window.dash_clientside = window.dash_clientside || {};
window.dash_clientside.sdsf = {
  // A mark that carries an address opens it; the click is then forgotten so that it can be made again.
  suivre(click) {
    const data = click && click.points[0].customdata;
    const target = Array.isArray(data) ? data[0] : data;
    if (!target || typeof target !== "string") return window.dash_clientside.no_update;
    leave();
    goTo(new URL(target, location.origin));
    return null;
  },
  // Another address is another page, laid out anew, or another filter: cards on screen are then redrawn at once, those
  // below the fold a moment later.
  suivreAdresse(pathname, search) {
    const route = `${pathname} ${new URLSearchParams(search).get("schema") || ""}`;
    clearTimeout(waiting);
    if (route !== document.getElementById("page").dataset.montre) return route;
    const onScreen = (card) => card.getBoundingClientRect().top < window.innerHeight;
    const cards = [...document.querySelectorAll("section.carte[id]")];
    const below = cards.filter((card) => !onScreen(card));
    waiting = setTimeout(() => draw(below), DELAY_MS);
    draw(cards.filter(onScreen));
    return window.dash_clientside.no_update;
  },
  // The heading names the window and, unless an action was asked, takes the focus of a reader who moves: the first cards
  // came with it.
  annoncer() {
    requestAnimationFrame(() => {
      document.querySelectorAll("#page [data-parties]").forEach(fill);
      draw([...document.querySelectorAll("section.carte[id]:not([data-parties])")]);
      const title = heading();
      if (!title) return;
      const moved = document.title !== "Tableau de bord SDSF" && !document.title.startsWith(title.textContent);
      document.title = `${title.textContent} · Tableau de bord SDSF`;
      if (asked) tellLost(LIST_ASKED);
      asked = false;
      if (moved && !brought) title.focus({ preventScroll: true });
    });
    return String(Date.now());
  },
};

// The address of the page is the question of each card.
const draw = (cards) => cards.filter((card) => card.isConnected).forEach((card) => {
  window.dash_clientside.set_props(card.id, { "data-vu": location.search || "?" });
});

function goTo({ pathname, search }) {
  if (search === location.search && pathname === location.pathname) showAction();
  const changes = {};
  if (search !== location.search) changes.search = search;
  if (pathname !== location.pathname) {
    changes.pathname = pathname;
    window.scrollTo(0, 0);
  }
  window.dash_clientside.set_props("url", changes);
}

// A link that carried a click's filter to a page that counts was answered by the list it asks for: told once.
const LIST_ASKED = "Cette adresse demande une liste d’actions : la voici. Séance, Pilotes et Suivi ne comptent plus à "
  + "l’intérieur d’une liste.";
let asked = location.hash === "#liste-demandee";
if (asked) history.replaceState(history.state, "", location.pathname + location.search);

// The action that the address of a fiche names is brought into sight and takes the focus, once per move.
let brought = false;
function showAction() {
  const action = document.getElementById("action-visee");
  if (!action || brought) return;
  brought = true;
  action.scrollIntoView({ block: "center" });
  action.focus({ preventScroll: true });
}

const say = (words) => { document.getElementById("lien-copie").textContent = words; };

// A card that fills several slides gives the address of the next one with each.
async function saveImage(address) {
  const figure = await (await fetch(address)).json();
  if (!figure.data) return say(figure.message || "Image impossible.");
  await window.Plotly.downloadImage(
    { data: figure.data, layout: figure.layout, config: { locale: "fr" } },
    { format: "png", width: 1920, height: 1080, filename: figure.nom },
  );
  if (figure.suite) await saveImage(figure.suite);
}

// A server that no longer answers is told, since what is on screen then stays as it was.
const ask = window.fetch;
const tellSilence = (silent) => {
  const notice = document.getElementById("silence");
  if (notice) notice.hidden = !silent;
};
// The first answer of the server held the layout that the program then asks for.
const first = document.getElementById("premiere-reponse");
window.fetch = (...request) => {
  if (first && String(request[0]).endsWith("_dash-layout")) {
    return Promise.resolve(new Response(first.textContent, { headers: { "Content-Type": "application/json" } }));
  }
  const answer = ask(...request);
  answer.then(() => tellSilence(false), () => tellSilence(true));
  return answer;
};

// Static parts of the page arrive as text (see dashboard/components/markup.py), escaped by the server. A text that
// stays the same is left alone, with its open lists; the day is not written under the hands of who types it.
const written = new WeakMap();
const fill = (node) => {
  for (const [id, html] of Object.entries(JSON.parse(node.dataset.parties))) {
    const part = document.getElementById(id);
    if (part?.matches("input")) {
      if (part !== document.activeElement) part.value = html;
    } else if (part && written.get(part) !== html) {
      keepFocus(part, () => { part.innerHTML = html; });
      written.set(part, html);
      showAction();
    }
    const button = document.querySelector(`[aria-controls="${id}"]`);
    if (button) button.ariaExpanded = String(html !== "");
  }
  if (node.querySelector("#catalogue")) searchCatalogue();
};
document.addEventListener("focusout", (event) => {
  if (event.target.id === "filtre-au") setTimeout(() => fill(document.getElementById("bandeau")));
});

// What takes the place of the focused element takes the focus.
function keepFocus(part, write) {
  const places = () => [...part.querySelectorAll("a, button, summary, select, [tabindex]")];
  const place = places().indexOf(document.activeElement);
  write();
  if (place < 0) return;
  const found = places().filter((node) => node.checkVisibility());
  (found[place] || found.at(-1) || heading())?.focus({ preventScroll: true });
}

function heading() {
  const title = document.querySelector("h1");
  if (title) title.tabIndex = -1;
  return title;
}

// A page goes on showing the version of the data that it was made from; once another is published it is loaded again.
new MutationObserver((changes) => changes.forEach(({ target, attributeName }) => {
  if (attributeName === "data-parties") fill(target);
  else location.reload();
})).observe(document.documentElement, {
  subtree: true, attributes: true, attributeFilter: ["data-parties", "data-nouveau"],
});

// The first answer also held the words of the page: the program's own take their place once they are there.
new MutationObserver((_, observer) => {
  if (!document.querySelector("#react-entry-point #page")) return;
  observer.disconnect();
  document.getElementById("premiers-mots")?.remove();
  document.querySelectorAll("[data-parties]").forEach(fill);
}).observe(document.getElementById("react-entry-point"), { childList: true, subtree: true });

// The table twin of a chart is asked for when it is opened.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-tableau]");
  if (!button) return;
  const state = button.ariaExpanded === "true" ? "fermee" : "ouverte";
  window.dash_clientside.set_props(button.dataset.tableau, { "data-table": state });
});

// Links inside the application change the address without loading the page again.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-interne]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button) return;
  event.preventDefault();
  leave(link.dataset.perdu);
  goTo(link);
});
window.addEventListener("popstate", () => leave());

// An answer that a move overtakes never comes: the controls go back to the choices of the last one.
function leave(lost) {
  tellLost(lost);
  brought = false;
  document.querySelectorAll("#champs option[selected]").forEach((option) => { option.selected = true; });
}

// Another schéma keeps the page and says which filters it dropped; the next move takes the notice away.
function tellLost(words) {
  const notice = document.getElementById("bascule-avis");
  notice.textContent = words || "";
  notice.hidden = !words;
}

// A control writes the URL; choosing a level drops the levels below it.
document.addEventListener("change", (event) => {
  const control = event.target.closest("[data-cle]");
  if (!control) return;
  const { cle, rang } = control.dataset;
  const value = event.target.value;
  if (event.target.type === "date" && value && value < "1000") return; // a year not yet typed to its end
  tellLost();
  const query = new URLSearchParams(location.search);
  const kept = value !== "tous" && value !== "";
  if (kept) query.set(cle, value);
  drop(query, cle, kept);
  const levels = rang ? [...document.querySelectorAll("[data-rang]")] : [];
  levels.filter((other) => other.dataset.rang > rang).forEach((other) => drop(query, other.dataset.cle));
  own(query, [cle, ...levels.map((level) => level.dataset.cle)]);
  // The page of a pilote carries its pilote in its path: another choice opens the page of another.
  let { pathname } = location;
  if (cle === "pilote" && pathname.startsWith("/pilotes/")) {
    drop(query, cle);
    pathname = ["tous", "", "sans"].includes(value) ? "/pilotes" : `/pilotes/${value}`;
  }
  const search = query.toString();
  goTo({ pathname, search: search ? `?${search}` : "" });
});

// A key leaves the address however it is spelled there.
function drop(query, key, kept) {
  [...query.keys()].filter((other) => plain(other.trim()).replace(/\s+/g, "-") === key && !(kept && other === key))
    .forEach((other) => query.delete(other));
}

// The place, the pilote or the territory that the reader chooses is no longer what a click added to open a list.
function own(query, keys) {
  const added = (query.get("demande") || "").split(",").filter((key) => key && !keys.includes(key));
  if (added.length) query.set("demande", added);
  else query.delete("demande");
}

// Charts keep the width of their place.
let resizing;
window.addEventListener("resize", () => {
  clearTimeout(resizing);
  resizing = setTimeout(() => {
    document.querySelectorAll(".js-plotly-plot").forEach((graph) => window.Plotly.Plots.resize(graph));
  }, 150);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copier], [data-image]");
  if (!button) return;
  if (button.dataset.copier) {
    // Browsers offer the clipboard only to secure addresses and to this machine: elsewhere the link is shown.
    const copied = navigator.clipboard ? navigator.clipboard.writeText(location.href) : Promise.reject();
    copied.then(() => say("Lien copié."), () => say(location.href));
  } else {
    saveImage(button.dataset.image);
  }
});

const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

function searchCatalogue() {
  const field = document.getElementById("catalogue-recherche");
  if (!field) return;
  const words = plain(field.value).split(/\s+/).filter(Boolean);
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
}

document.addEventListener("input", (event) => {
  if (event.target.id === "catalogue-recherche") searchCatalogue();
});
