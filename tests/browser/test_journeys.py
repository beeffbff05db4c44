"""What a member does in a meeting."""

import struct

import pytest


def test_a_séance_from_the_home_page_to_the_slide(reader):
    page = reader.page
    reader.open("/")
    page.select_option("#filtre-niveau_1", "1")
    page.wait_for_url("**/?volet=1")
    reader.settle()
    assert page.locator("#phrase").inner_text().startswith("40 actions sur 114 · Volet 1 : Petite enfance")

    page.click("nav >> text=Calendrier")
    reader.settle()
    assert reader.location == "/calendrier?volet=1"
    shown = page.locator(".gantt-action").count()
    assert shown == 40
    page.click(".gantt-groupe >> nth=0")
    reader.settle()
    assert "replie=1" in reader.location
    assert page.locator(".gantt-action").count() == 30
    page.click(".gantt-action >> nth=0")
    reader.settle()
    assert reader.location == "/fiches/63-2022/3?volet=1&action=3.1"
    assert "Revaloriser les métiers" in page.locator("h1").inner_text()
    page.locator("#fiche-texte >> text=Une pénurie de professionnels").wait_for()

    page.go_back()
    reader.settle()
    assert page.locator(".gantt-action").count() == 30
    page.go_back()
    reader.settle()
    assert page.locator(".gantt-action").count() == 40
    page.go_forward()
    reader.settle()
    assert "replie=1" in reader.location

    page.click("nav >> text=Territoires")
    reader.settle()
    assert reader.location == "/territoires?volet=1"
    page.mouse.wheel(0, 400)
    page.wait_for_timeout(300)
    box = page.locator("#territoires-carte .js-plotly-plot .main-svg").first.bounding_box()
    place = page.evaluate(
        """() => { const g = document.querySelector("#territoires-carte .js-plotly-plot")._fullLayout;
        return [g.xaxis.l2p(3.75) + g.xaxis._offset, g.yaxis.l2p(45.55) + g.yaxis._offset]; }"""
    )
    page.mouse.move(box["x"] + place[0], box["y"] + place[1])
    page.wait_for_timeout(200)
    page.mouse.click(box["x"] + place[0], box["y"] + place[1])
    page.wait_for_url("**/territoires/200070761?volet=1")
    reader.settle()
    assert "Ambert Livradois Forez" in page.locator("h1").inner_text()

    page.click("nav >> text=Séance")
    reader.settle()
    with page.expect_download() as csv:
        page.click("#seance-engagements-csv")
    assert csv.value.path().read_text(encoding="utf-8-sig").count("\n") == 7
    with page.expect_download() as image:
        page.click("#seance-engagements-image")
    content = image.value.path().read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", content[16:24]) == (1920, 1080)


# The unit walk covers every tile under many filters; here, that a click leads where it says.
def test_a_tile_opens_as_many_rows_as_it_counts_and_one_of_none_opens_nothing(reader):
    page = reader.page
    reader.open("/?au=2022-09-01&volet=1")
    places = page.locator(".tuiles > *").all()
    counts = [int(place.locator(".tuile-valeur").inner_text()) for place in places]
    assert {place.evaluate("n => n.tagName") for place, n in zip(places, counts, strict=True) if n == 0} == {"DIV"}
    place, count = next((place, n) for place, n in zip(places, counts, strict=True) if 0 < n < counts[0])
    place.click()
    reader.settle()
    assert page.locator(".gantt-action").count() == count
    assert page.locator("#phrase").inner_text().startswith(f"{count} action")


def test_the_page_of_a_pilote_is_opened_left_and_changed_by_its_filter(reader):
    page = reader.page
    reader.open("/pilotes?volet=3")
    page.click("#pilotes-charge p >> text=MSA")
    reader.settle()
    assert reader.location == "/pilotes/msa?volet=3"
    assert page.locator("h1").inner_text() == "MSA"
    assert page.locator("#filtre-pilote").input_value() == "msa"
    count = int(page.locator("#phrase").inner_text().split()[0])
    assert page.locator("#pilote-actions tbody tr").count() == page.locator(".gantt-action").count() == count > 0
    page.select_option("#filtre-pilote", "caf")
    reader.settle()
    assert reader.location == "/pilotes/caf?volet=3"
    assert page.locator("h1").inner_text() == "Caf"
    page.click(".puce >> text=Pilote")
    reader.settle()
    assert reader.location == "/pilotes?volet=3"


def test_filters_follow_chips_reset_and_history(reader):
    page = reader.page
    reader.open("/pilotes?volet=3&pilote=caf")
    assert page.locator(".puce").count() == 2
    page.click(".puce >> text=Pilote")
    reader.settle()
    assert reader.location == "/pilotes?volet=3"
    page.click("text=Tout réinitialiser")
    reader.settle()
    assert reader.location == "/pilotes"
    assert page.locator("#filtre-niveau_1").input_value() == "tous"
    page.go_back()
    reader.settle()
    assert page.locator("#filtre-niveau_1").input_value() == "3"
    page.fill("#filtre-au", "2023-01-15")
    page.keyboard.press("Tab")
    reader.settle()
    assert "au=2023-01-15" in reader.location
    assert "au 15/01/2023" in page.locator("#phrase").inner_text()


def test_a_control_keeps_the_keyboard_while_its_table_follows(reader):
    page = reader.page
    reader.open("/calendrier")
    page.click("#calendrier-gantt-bouton-table")
    reader.settle()
    rows = page.locator("#calendrier-gantt-table tbody tr")
    page.focus("#filtre-niveau_1")
    for volet, count in ((1, 40), (2, 21)):
        page.keyboard.press("ArrowDown")
        reader.settle()
        assert reader.location == f"/calendrier?volet={volet}"
        assert page.evaluate("document.activeElement.id") == "filtre-niveau_1"
        assert rows.count() == count


def test_the_tables_of_a_fiche_are_closed_on_the_next(reader):
    page = reader.page
    reader.open("/fiches/63-2022/3")
    page.click("#fiche-actions-bouton-table")
    page.locator("#fiche-actions-table table").wait_for()
    page.click(".voisins a >> text=→")
    reader.settle()
    assert reader.location == "/fiches/63-2022/4"
    assert page.get_attribute("#fiche-actions-bouton-table", "aria-expanded") == "false"
    assert page.locator("#fiche-actions-table table").count() == 0


def test_choices_cascade_and_count(reader):
    page = reader.page
    reader.open("/?volet=2")
    options = page.locator("#filtre-niveau_2 option:not([hidden])").all_inner_texts()
    assert [o[:4] for o in options] == ["Tous", "5 · ", "6 · ", "7 · "]
    assert options[1].endswith("(9)")
    page.select_option("#filtre-niveau_2", "6")
    reader.settle()
    page.select_option("#filtre-niveau_1", "3")
    reader.settle()
    assert reader.location == "/?volet=3"


def test_unknown_values_are_told_in_the_page(reader):
    reader.open("/?volet=9&couleur=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&epci=000")
    words = reader.page.locator("#avis").inner_text()
    assert "Volet 9" in words
    assert "couleur" in words
    assert "000" in words
    assert reader.page.locator("#avis img").count() == 0


def test_a_mark_of_a_chart_filters(reader):
    page = reader.page
    reader.open("/pilotes")
    page.locator("#pilotes-charge .barlayer .point").first.click(force=True)
    page.wait_for_url("**/pilotes?pilote=caf")
    reader.settle()
    assert page.locator("#phrase").inner_text().startswith("91 actions")


def test_a_list_opened_by_a_bar_changes_no_figure_of_the_pages_left_behind(reader):
    page = reader.page
    reader.open("/?volet=1")
    shown = page.locator("main").inner_text()
    page.locator("#seance-engagements .barlayer .point").first.click(force=True)
    page.wait_for_url("**/calendrier?**")
    reader.settle()
    assert "etat=" in reader.location
    assert page.locator("#filtre-etat").is_visible()
    opened, count = reader.location, page.locator(".gantt-action").count()
    assert page.locator("#phrase").inner_text().startswith(f"{count} actions sur 114")
    page.click("nav >> text=Séance")
    reader.settle()
    assert reader.location == "/?volet=1"
    assert page.locator("#filtre-etat").count() == 0
    assert page.locator("main").inner_text() == shown
    page.go_back()
    reader.settle()
    assert reader.location == opened
    assert page.locator(".gantt-action").count() == count
    page.select_option("#filtre-niveau_2", "tous")
    reader.settle()
    assert "etat=" in reader.location
    assert "demande=" not in reader.location


def test_an_old_address_of_séance_opens_its_list_and_says_so_once(reader):
    page = reader.page
    reader.open("/?etat=en-cours&volet=1")
    assert reader.location == "/calendrier?etat=en-cours&volet=1"
    assert "#" not in page.url
    assert "demande une liste d’actions" in page.locator("#bascule-avis").inner_text()
    page.click("nav >> text=Séance")
    reader.settle()
    assert reader.location == "/?volet=1"
    assert page.locator("#bascule-avis").is_hidden()


@pytest.mark.parametrize("place", ["#calendrier-gantt .barlayer .point >> nth=1", ".gantt-action a >> nth=1"])
def test_a_bar_and_a_label_of_the_calendar_open_their_action_marked_and_in_sight(reader, place):
    page = reader.page
    reader.open("/calendrier?engagement=3")
    page.locator(place).click(force=True)
    page.wait_for_url("**/fiches/**")
    reader.settle()
    code = reader.location.partition("action=")[2]
    action = page.locator("#action-visee")
    assert action.locator(".code").inner_text().strip() == code != ""
    assert page.evaluate("document.activeElement.id") == "action-visee"
    assert 0 < action.bounding_box()["y"] < 720
    page.go_back()
    reader.settle()
    assert reader.location == "/calendrier?engagement=3"


def test_a_key_spelled_otherwise_follows_its_control(reader):
    page = reader.page
    reader.open("/calendrier?Volet=1%20&PILOTE=CAF")
    assert page.locator("#avis").inner_text() == ""
    page.select_option("#filtre-niveau_1", "tous")
    reader.settle()
    assert reader.location == "/calendrier?PILOTE=CAF"
    assert page.locator("#phrase").inner_text().startswith("91 actions")


def test_link_is_copied(reader):
    reader.open("/calendrier?volet=4")
    reader.page.click("text=Copier le lien")
    reader.page.wait_for_selector("text=Lien copié.")
    assert reader.page.evaluate("navigator.clipboard.readText()").endswith("/calendrier?volet=4")


def test_catalogue_is_searched_and_series_compared(reader):
    page = reader.page
    reader.open("/indicateurs")
    page.fill("#catalogue-recherche", "naissances domiciliees")
    assert page.locator("#catalogue li:visible").count() == 1
    page.click("#catalogue li:visible a >> nth=0")
    reader.settle()
    assert reader.location == "/indicateurs?indicateur=naissances"
    assert "6 908" in page.locator("#indicateurs-tendance-resume").inner_text().replace("\u202f", " ")
    page.fill("#catalogue-recherche", "nombre de places assistants maternels")
    page.fill("#catalogue-recherche", "population du puy")
    page.locator("#catalogue li:visible .catalogue-ajout").first.click()
    reader.settle()
    assert "naissances,population" in reader.location
    assert page.locator("#indicateurs-tendance .scatterlayer .trace").count() == 2


def test_fiche_leads_to_the_next_and_prints(reader):
    page = reader.page
    reader.open("/fiches/63-2022/3")
    page.click("text=Objectif 4 →")
    reader.settle()
    assert "qualité de vie au travail" in page.locator("h1").inner_text()
    page.locator("#fiche-actions >> text=4.1").wait_for()
    page.emulate_media(media="print")
    assert page.locator(".bandeau").is_hidden()
    assert page.locator("#fiche-actions").is_visible()


def test_a_schema_without_campaign_says_how_to_open_the_first_and_another_shows_its_own(reader):
    page = reader.page
    reader.open("/")
    assert page.locator("#seance-suivi").count() == 0
    page.click("text=Comment ouvrir la première")
    reader.settle()
    assert reader.location == "/suivi"
    commands = page.locator("main code").all_inner_texts()
    assert [c.split()[3] for c in commands] == ["modele", "verifier", "importer"]
    assert all("--schema 63-2022" in c for c in commands)
    page.click("nav >> text=Séance")
    reader.settle()
    page.click(".bascule summary")
    page.click(".bascule >> text=Seine-Saint-Denis")
    reader.settle()
    assert reader.location == "/?schema=93-2024"
    first = "La première campagne de suivi de ce schéma, le 27/05/2025, suit la date d’observation."
    assert page.locator("#seance-suivi-resume").inner_text() == first
    assert page.locator("#sans-campagne").count() == 0
    page.go_back()
    reader.settle()
    assert page.locator("#seance-suivi").count() == 0


def test_another_schema_keeps_the_page_speaks_its_words_and_says_what_it_drops(reader):
    page = reader.page
    reader.open("/calendrier?volet=1&epci=246300701&pilote=caf")
    page.click(".bascule summary")
    page.click(".bascule >> text=Haute-Saône")
    reader.settle()
    assert reader.location == "/calendrier?schema=70-2021&pilote=caf"
    assert "Volet 1 ; EPCI : Clermont Auvergne Métropole" in page.locator("#bascule-avis").inner_text()
    labels = page.locator(".filtre:visible label").all_inner_texts()
    assert labels == ["Axe", "Objectif stratégique", "État au calendrier", "Pilote", "EPCI", "Date d’observation"]
    assert page.locator(".gantt-action").count() == 29
    page.click("nav >> text=Séance")
    reader.settle()
    assert page.locator("#seance-engagements-titre").inner_text() == "Actions par objectif stratégique"
    assert page.locator("#bascule-avis").is_hidden()
    page.click(".bascule summary")
    page.click(".bascule >> text=Seine-Saint-Denis")
    reader.settle()
    assert page.locator("#nom-epci").inner_text() == "EPT"
    page.go_back()
    reader.settle()
    assert page.locator("#nom-niveau_2").inner_text() == "Objectif stratégique"


def test_codes_that_start_again_are_chosen_by_their_own_place(reader):
    page = reader.page
    reader.open("/calendrier?schema=87-2017")
    page.select_option("#filtre-niveau_3", label="1 · Renforcer les dispositifs existants. (1)")
    reader.settle()
    assert page.locator("#phrase").inner_text().startswith("1 action sur 20")
    assert "Axe 1.2" in page.locator("#puces").inner_text()
    assert page.locator("#filtre-niveau_3 option:checked").inner_text().startswith("1 · Renforcer les dispositifs")


def test_schemas_are_compared_drawn_and_taken_away(reader):
    page = reader.page
    reader.open("/calendrier?volet=2")
    page.click("nav >> text=Comparer")
    reader.settle()
    assert page.locator("#bandeau").is_hidden()
    page.click("#comparer-reperes-bouton-table")
    page.locator("#comparer-reperes-table tbody tr").first.wait_for()
    rows = page.locator("#comparer-reperes-table tbody tr").count()
    with page.expect_download() as csv:
        page.click("#comparer-reperes-csv")
    assert csv.value.path().read_text(encoding="utf-8-sig").count("\n") == rows + 1
    with page.expect_download() as image:
        page.click("#comparer-calendriers-image")
    assert struct.unpack(">II", image.value.path().read_bytes()[16:24]) == (1920, 1080)
    page.click("nav >> text=Calendrier")
    reader.settle()
    assert reader.location == "/calendrier?volet=2"
