"""Words that a keyboard, a document and a spreadsheet write differently are the same; what is printed is kept."""

import unicodedata

import pytest

from dashboard.sources.rows import folded, same_word, tidy

RELAY = "Relais d’accueil de l’Étoile"
FORMS = {
    "straight apostrophes": RELAY.replace("’", "'"),
    "decomposed accents": unicodedata.normalize("NFD", RELAY),
    "unbreakable space": RELAY.replace(" ", "\u00a0"),
    "two spaces": RELAY.replace(" ", "  "),
    "zero-width space": RELAY.replace("accueil", "\u200baccueil"),
    "soft hyphen": RELAY.replace("accueil", "accu\u00adeil"),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_an_organisation_is_found_whatever_its_signs(allier, form):
    """The folder names it one way, the alias and the role another; the name of the common table is kept."""
    allier.add("../organismes.csv", organisme=RELAY, cle="relais-de-l-etoile", famille="Associations")
    allier.add("organismes.csv", organisme=form, cle="relais-de-l-etoile", famille="Associations")
    allier.add("alias.csv", imprime="RAE", organisme=form)
    allier.add("roles.csv", objet="action-a1", role="pilote", imprime=form)
    allier.add("roles.csv", objet="action-a2", role="pilote", imprime="RAE")
    allier.build()
    assert allier.ask("select action_id, organisme from action_organismes order by 1") == [("a1", RELAY), ("a2", RELAY)]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_repeated_name_is_a_duplicate_whatever_its_signs(allier, form):
    allier.add("organismes.csv", organisme=RELAY, cle="un", famille="Associations")
    place = allier.add("organismes.csv", organisme=form, cle="deux", famille="Associations")
    assert allier.problems()[0].startswith(f"{place} : organisme « ")


def test_choices_and_what_carries_a_fiche_are_found_whatever_their_signs(allier):
    allier.replace("schema.csv", {"departement_code": "03", "titre": "SDSF", "annee_debut": "2023",
                                  "annee_fin": "2027", "fiche": "ac\u00adtion", "ordre": "1"})  # fmt: skip
    nature = unicodedata.normalize("NFD", "à poursuivre").replace(" ", "\u00a0")
    allier.add("actions.csv", code="a3", noeud="obj-A1", intitule="Finir", nature=nature, fin="2025-12-31",
               fin_precision=unicodedata.normalize("NFD", "année"))  # fmt: skip
    allier.build()
    assert allier.ask("select nature, fin_precision from actions where code = 'a3'") == [("à poursuivre", "année")]


def test_what_is_printed_is_kept():
    printed = "L'« accueil » – l’Étoile"
    assert tidy(unicodedata.normalize("NFD", f"\ufeff {printed}\u200b ")) == printed
    assert folded(printed) == folded('L’"accueil" - l\'Étoile') != folded("L’accueil - l’Étoile")


def test_a_word_that_may_be_two_is_neither():
    assert same_word("l'un", ["l’un", "l‘un", "deux"]) is None
    assert same_word("l'un", ["l’un", "deux"]) == "l’un"
    assert same_word("l'autre", ["l’un"]) is None


@pytest.mark.parametrize("tail", [";;", ";", "; ;\u00a0;"])
def test_the_empty_columns_and_lines_of_a_spreadsheet_are_nothing(allier, tail):
    for path in (allier.data / "sources" / allier.name).glob("*.csv"):
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([*(f"{line}{tail}" for line in lines), tail, ";" * 20, ""]), encoding="utf-8")
    allier.build()
    assert allier.ask("select count(*) from actions") == [(2,)]


def test_empty_cells_that_a_spreadsheet_leaves_out_are_empty(allier):
    path = allier.data / "sources" / allier.name / "actions.csv"
    path.write_text(
        "\n".join(line.removesuffix(";;") for line in path.read_text(encoding="utf-8").splitlines()), encoding="utf-8"
    )
    allier.build()
    assert allier.ask("select count(*) from actions") == [(2,)]
