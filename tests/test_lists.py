"""What a click asks: the list that it opens holds exactly that, and no figure of a page changes because of it."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest

from dashboard import shell
from dashboard.app import create_app
from dashboard.cards import draw
from dashboard.charts.dates import has_date
from dashboard.current import read_vocabulary
from dashboard.filters import DRILL, LIST, Filters, in_scheme
from dashboard.pages import CARDS, PAGES, introuvable, page_for
from dashboard.settings import Settings
from tests.conftest import TODAY

ACTIONS = CARDS["calendrier-gantt"]
HREF = re.compile(r'href="(/[^"]*)"')
# What the meeting is about: these follow the reader, the keys of DRILL do not.
CONTEXTS = (
    "", "?volet=1", "?volet=2&engagement=6&au=2024-12-31", "?pilote=caf", "?pilote=sans",
    "?epci=246300701&au=2025-07-01",
    "?schema=70-2021", "?schema=70-2021&axe=4&pilote=udcs", "?schema=87-2017", "?schema=93-2024&au=2025-06-01",
)  # fmt: skip
# A click's filter as it was mailed before, and whether a page that counts opens the list that it asks for.
ASKED = (
    "etat=en-cours",
    "nature=nouvelle&volet=1",
    "statut=realisee",
    "echeance=en-retard&pilote=caf",
    "point=changees",
)


@pytest.fixture(scope="module")
def words(demo):
    return read_vocabulary(demo)


@pytest.fixture(scope="module")
def at(words):
    """Return the filters that a page shows at an address."""

    def make(address):
        path, _, search = address.partition("?")
        filters, problems = Filters.from_url(path, search, words, TODAY)
        assert not problems, address
        return filters.on_page()

    return make


@pytest.fixture(scope="module")
def application(demo):
    return create_app(demo, Settings(database=demo.path, fixed_today=TODAY))


@pytest.fixture(scope="module")
def client(application):
    return application.server.test_client()


def address_of(page, filters):
    scheme = filters.scheme
    steps = {"<schema>": scheme.id, "<code>": next(iter(scheme.territories)), "<cle>": next(iter(scheme.organisations))}
    if page.path.startswith("/fiches"):
        steps["<code>"] = scheme.fiches[0].address
    return filters.url("/".join(steps.get(step, step) for step in page.path.split("/")))


def marks(data):
    """Yield the addresses that the marks of a figure carry, with what each mark counts."""
    for trace in (trace for trace in data if "customdata" in trace):
        links, counts = trace["customdata"], trace.get("z") or trace["x"]
        for link, count in zip(links, counts, strict=trace.get("type") in ("bar", "heatmap")):
            yield from zip(link, count, strict=True) if isinstance(link, list) else [(link, count)]


def counted(db, page, filters):
    """Yield each address that a mark or a tile of a page carries, with the number it shows."""
    for card in page.cards:
        frame = card.rows(db, filters) if card.has_place(filters) else None
        if frame is None or frame.empty:
            continue
        drawing = draw(card, frame, filters)
        yield from ((link, count) for link, count in marks(drawing.figure["data"]) if link)
        for link, count in re.findall(r'href="([^"]+)" class="tuile" data-interne><span[^>]*>([^<]+)<', drawing.before):
            yield unescape(link), int(count)


def opened(db, page, filters):
    """Yield every address inside the application that a page carries: tiles, tables, labels, marks, choices."""
    for card in page.cards:
        frame = card.rows(db, filters) if card.has_place(filters) else None
        if frame is None:
            continue
        drawing = draw(card, frame, filters)
        texts = [drawing.before, drawing.after, "" if frame.empty else card.table(frame, filters)]
        yield from (link for link, _ in marks(drawing.figure["data"]) if link)
        yield from (unescape(link) for text in texts for link in HREF.findall(text))
    for part in page.layout(filters)._traverse():
        yield from (unescape(link) for link in HREF.findall(getattr(part, "data-parties", "").replace('\\"', '"')))
        yield from [part.href] if getattr(part, "href", None) else []


def menu(filters):
    """Return where the menu leads, which is the whole state of each page it opens."""
    return HREF.findall(shell.navigation(filters))


def moves(target, filters):
    """Tell whether an address is of another place than the one chosen, or of one above a fiche: the reader moves."""
    places = [(target.epci, filters.epci), *zip(target.levels, filters.levels, strict=True)]
    return filters.path.startswith("/fiches") or any(was not in (None, now) for now, was in places)


@pytest.mark.parametrize("search", CONTEXTS[1::2])
@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.path)
def test_no_page_of_the_menu_changes_because_of_a_list_opened_before(demo, at, page, search):
    filters = at(address_of(page, at(f"/{search}")))
    followed = set(opened(demo, page, filters))
    assert followed or page.path in ("/donnees", "/suivi", "/decisions", "/pilotes/<cle>", "/pilotes", "/schema")
    for link in followed:
        if link.startswith(("/telecharger", "/image")):
            continue
        target = at(link)
        assert page_for(target.path) is not introuvable.PAGE, link
        # A click's filter goes to a list, never to a page that would count inside it.
        assert any(f"{key}=" in urlsplit(link).query.replace("?", "&") for key in DRILL) <= (target.path == LIST), link
        if target.path == LIST and page.path != LIST and not moves(target, filters):
            assert menu(target) == menu(filters), link


@pytest.mark.parametrize("search", [CONTEXTS[i] for i in (0, 2, 3, 9)])
@pytest.mark.parametrize("page", [p for p in PAGES if p.path in ("/", "/suivi", "/pilotes", "/pilotes/<cle>")],
                         ids=lambda p: p.path)  # fmt: skip
def test_a_mark_that_opens_a_list_opens_as_many_actions_as_it_counts(demo, at, page, search):
    filters = at(address_of(page, at(f"/{search}")))
    for link, count in counted(demo, page, filters):
        if link.startswith(LIST):
            assert len(ACTIONS.rows(demo, at(link))) == count, link


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("path", ["/", "/suivi", "/pilotes", "/suivi/"])
def test_a_page_that_counts_opens_the_list_that_an_old_address_asks_for(client, path, asked):
    answer = client.get(f"{path}?{asked}&volet=9")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{LIST}?{asked}&volet=9#liste-demandee"
    assert client.get(f"{path}?volet=1&pilote=caf&de=2024-06-28&vers=2025-06-27").status_code == 200
    rows = [client.get(f"/telecharger/calendrier-gantt.csv{page}?{asked}").data for page in (path, LIST)]
    assert rows[0] == rows[1] != client.get(f"/telecharger/calendrier-gantt.csv{path}").data


def test_the_page_of_a_pilote_opens_the_list_of_that_pilote(client):
    answer = client.get("/pilotes/caf?etat=en-cours")
    assert answer.headers["Location"] == f"{LIST}?etat=en-cours&pilote=caf#liste-demandee"
    assert client.get("/pilotes/inconnu?etat=en-cours").status_code == 200


@pytest.mark.parametrize(
    "path", ["/territoires", "/territoires/246300701", "/indicateurs", "/fiches/63-2022/3", "/donnees"]
)
def test_a_page_that_no_click_filters_stays_and_leads_to_the_list(client, words, path):
    assert client.get(f"{path}?etat=en-cours&volet=1").status_code == 200
    read, problems = Filters.from_url(path, "?etat=en-cours&volet=1", words, TODAY)
    told = shell.notices(problems, read)
    assert "« État : en cours » ne vaut que dans la liste" in told
    assert HREF.findall(told) == ["/calendrier?volet=1&amp;etat=en-cours"]
    assert shell.notices((), Filters.from_url("/comparer", "?etat=en-cours", words, TODAY)[0]) == ""


@pytest.mark.parametrize("path", ["/", "/suivi", "/donnees", "/pilotes/caf"])
def test_no_answer_of_the_server_is_counted_inside_what_a_click_asked(application, client, path):
    cards = {"/": "seance-suivi", "/suivi": "suivi-comparaison", "/donnees": "donnees-completude"}
    card = cards.get(path, "pilote-suivi")
    key = next(key for key in application.callback_map if f"{card}.data-parties" in key)
    outputs = [dict(zip(("id", "property"), out.split("."), strict=True)) for out in key.strip(".").split("...")]

    callback = application.callback_map[key]

    def answer(search):
        values = {"search": search, "pathname": path}
        body = {
            "output": key, "outputs": outputs if key.startswith("..") else outputs[0], "changedPropIds": [],
            "inputs": callback["inputs"],
            "state": [known | {"value": values.get(known["property"])} for known in callback["state"]],
        }  # fmt: skip
        return client.post("/_dash-update-component", json=body).json["response"]

    assert answer("?volet=1&echeance=en-retard") == answer("?volet=1")
    assert answer("?volet=1") != answer("")


def test_what_a_click_adds_to_the_place_or_the_pilote_ends_with_its_list(at):
    seance = at("/?volet=1")
    asked = at(seance.list_url("engagement-3", pilote="caf", etat="en-cours"))
    assert asked.url() == "/calendrier?volet=1&engagement=3&etat=en-cours&pilote=caf&demande=pilote,engagement"
    assert asked.url("/") == "/?volet=1"
    assert at("/").list_url("engagement-3") == "/calendrier?volet=1&engagement=3&demande=volet"
    assert at("/calendrier?volet=1&engagement=3&etat=en-cours").url("/") == "/?volet=1&engagement=3"
    # Once removed, it is no longer what the click added.
    assert dict(asked.chips())["Pilote : Caf"].url().endswith("demande=engagement")


def test_another_schema_keeps_of_a_list_what_has_a_meaning_there(at, words):
    asked = at("/calendrier?etat=en-cours&nature=nouvelle&echeance=en-retard&pilote=caf&demande=pilote")
    kept, lost = in_scheme(asked, words.schemes["70-2021"])
    assert kept.url() == "/calendrier?schema=70-2021&etat=en-cours&pilote=caf&demande=pilote"
    assert lost == ("Nature : nouvelle", "Échéance : en retard")


def test_the_controls_of_what_a_click_asks_stand_on_the_list_alone(at):
    assert set(DRILL[:5]) <= set(shell.fields_of(at("/calendrier")))
    for path in ("/", "/suivi", "/pilotes", "/territoires", "/indicateurs", "/fiches/63-2022/3", "/decisions"):
        assert not set(DRILL) & set(shell.fields_of(at(path))), path


def test_the_sentence_of_a_list_counts_and_names_what_was_asked(demo, at):
    filters = at("/calendrier?volet=1&echeance=en-retard&au=2026-11-27")
    count = len(ACTIONS.rows(demo, filters))
    said = shell.shown_sentence(filters, demo.frame("filtres/options", filters.params()))
    assert said.startswith(f"{count} actions sur 114 · Volet 1 : Petite enfance · Échéance : en retard · au 27/11/2026")
    assert [text for text, _ in filters.chips()][-1] == "Date : 27/11/2026"


@pytest.mark.parametrize("scheme", ["63-2022", "70-2021", "87-2017", "93-2024"])
def test_the_bar_and_the_label_of_each_action_open_it_marked(demo, at, scheme):
    filters = at(f"/calendrier?schema={scheme}")
    frame = ACTIONS.rows(demo, filters)
    drawing = draw(ACTIONS, frame, filters)
    labels = {unescape(link) for link in HREF.findall(drawing.before) if link.startswith("/fiches")}
    bars = [link for link, _ in marks(drawing.figure["data"])]
    assert None not in bars
    dated = dict(zip(frame["code"], has_date(frame), strict=True))
    for code in frame["code"][::6]:
        fiche = at(filters.fiche_url(frame.set_index("code").loc[code, "fiche_adresse"], code))
        assert fiche.url() in labels
        assert (fiche.url() in bars) == dated[code]
        shown = CARDS["fiche-actions"]
        text = draw(shown, shown.rows(demo, fiche), fiche).before
        marked = re.findall(r'<li id="action-visee".*?<span class="code">(.*?) </span>', text)
        assert marked == ([code] if fiche.action else [])
        assert fiche.action == code or fiche.fiche.objet == f"action-{code}"


def test_a_folded_group_is_unfolded_by_its_bar(demo, at):
    filters = at("/calendrier?volet=1&replie=1,2")
    figure = draw(ACTIONS, ACTIONS.rows(demo, filters), filters).figure
    assert {link for link, _ in marks(figure["data"])} >= {
        "/calendrier?volet=1&replie=2",
        "/calendrier?volet=1&replie=1",
    }


def test_no_label_of_a_calendar_leads_to_what_is_shown_already(demo, at):
    card = CARDS["fiche-calendrier"]
    for search, labels in (("", 3), ("?replie=2", 0)):
        filters = at(f"/fiches/63-2022/3{search}")
        drawing = draw(card, card.rows(demo, filters), filters)
        links = [unescape(link) for link in HREF.findall(drawing.before)]
        assert sum("action=" in link for link in links) == labels
        assert filters.url() not in links
        assert filters.url(replie=() if search else ("2",)) in links


def test_each_bar_of_the_compared_calendars_opens_its_action(demo, at):
    card, filters = CARDS["comparer-calendriers"], at("/comparer")
    links = [link for link, _ in marks(draw(card, card.rows(demo, filters), filters).figure["data"])]
    assert {"/fiches/63-2022/1?action=1.1", "/fiches/70-2021/111", "/fiches/87-2017/1"} <= set(links)
    assert all(at(link).fiche for link in links)


def test_plus_adds_to_the_indicator_drawn_by_default_and_changes_something_each_time(demo, at):
    card = CARDS["indicateurs-catalogue"]

    def entries(search):
        filters = at(f"/indicateurs{search}")
        text = draw(card, card.rows(demo, filters), filters).before
        signs = re.findall(r'href="([^"]+)" title="[^"]+" class="catalogue-ajout" data-interne>(.)<', text)
        return {sign: [unescape(link) for link, other in signs if other == sign] for sign in "+−"}, filters.url()

    trend = CARDS["indicateurs-tendance"]
    default = trend.rows(demo, at("/indicateurs"))["indicateur_id"].iloc[0]
    links, _ = entries("")
    assert links["+"]
    assert not links["−"]
    assert all(f"indicateur={default}," in link for link in links["+"])
    assert [len(found) for found in entries("?indicateur=naissances,population")[0].values()][1] == 2
    full, here = entries("?indicateur=" + ",".join(list(at("/").scheme.indicators)[:6]))
    assert not full["+"]
    assert here not in full["−"]
