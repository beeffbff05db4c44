"""A cited sentence is kept as transcribed; beside it stands how it reads."""

import pytest

SLIP = "débiter les travaux"
SENTENCES = {
    "Plus de <b>58 %</b> en <i class='x'>2025</i> partout": "Plus de 58 % en 2025 partout",
    "dès le 1<sup>er</sup> mars": "dès le 1er mars",
    "dès le 1^{er} mars, au 2^{e} étage": "dès le 1er mars, au 2e étage",
    "**Ouvrir** deux  places": "Ouvrir deux places",
    "le magazine *Challenges* (*diagnostic d'acteurs*)": "le magazine Challenges (diagnostic d'acteurs)",
    "2,24* et 1,16* Etp (* financés)": "2,24* et 1,16* Etp (* financés)",
    "deux lignes<br/>et une": "deux lignes et une",
    "débiter les **actions**": "débuter les actions",
    "rien à changer": "rien à changer",
}


@pytest.fixture(scope="module")
def repaired(new_allier):
    scheme = new_allier()
    scheme.add("reparations.csv", document="allier.pdf", texte_ocr="débiter les", texte_repare="débuter les")
    for phrase in SENTENCES:
        scheme.add(
            "mesures.csv", indicateur="places", valeur="1", statut="publiée", document="allier.pdf", phrase=phrase
        )
    cited = {"document": "allier.pdf", "phrase": SLIP}
    scheme.add("echeances.csv", action="a1", libelle="Ouvrir", fin="2025-01-01", fin_precision="jour", **cited)
    scheme.add("moyens.csv", action="a1", libelle="Prêt", montant="1", **cited)
    scheme.add("couvertures.csv", territoire="03", dispositif="LAEP", present="oui", **cited)
    elsewhere = cited | {"document": "annexe.pdf"}
    scheme.add("cibles.csv", indicateur="places", comparaison="égal", valeur="1", **elsewhere)
    scheme.build()
    return scheme


def test_marks_are_dropped_and_slips_repaired_while_the_sentence_stays_verbatim(repaired):
    assert dict(repaired.ask("select source_phrase, phrase_lue from mesures")) == SENTENCES


@pytest.mark.parametrize("view", ["echeances", "moyens", "couvertures"])
def test_a_slip_is_repaired_in_every_table_that_cites(repaired, view):
    assert repaired.ask(f"select source_phrase, phrase_lue from {view}") == [(SLIP, "débuter les travaux")]


def test_a_slip_is_repaired_in_its_own_document_only(repaired):
    assert repaired.ask("select source_document, phrase_lue from cibles") == [("annexe.pdf", SLIP)]


def test_a_slip_of_an_unknown_document_is_refused(allier):
    place = allier.add("reparations.csv", document="allier", texte_ocr="débiter", texte_repare="débuter")
    assert allier.problem() == (
        f"{place}, colonne document : « allier » est inconnu "
        "(attendu : une valeur de la colonne document de documents.csv ; le plus proche : allier.pdf)."
    )


def test_a_text_of_the_schema_is_repaired_and_keeps_its_place(new_allier):
    scheme = new_allier()
    scheme.add("reparations.csv", document="allier.pdf", texte_ocr="REFORCER", texte_repare="RENFORCER")
    scheme.add("textes.csv", rubrique="Gouvernance", titre="Le comité", texte="- **REFORCER** le 1<sup>er</sup> comité",
               document="allier.pdf")  # fmt: skip
    scheme.build()
    told = scheme.ask("select rubrique, texte, texte_lu, source_document, ligne from textes")
    text = ("- **REFORCER** le 1<sup>er</sup> comité", "- RENFORCER le 1er comité")
    assert told == [("Gouvernance", *text, "allier.pdf", None)]


def test_a_text_of_the_schema_under_an_unknown_rubrique_is_refused(new_allier):
    scheme = new_allier()
    place = scheme.add("textes.csv", rubrique="Gouvernances", titre="Le comité", texte="Il se réunit.",
                       document="allier.pdf")  # fmt: skip
    told = scheme.problem()
    assert told.startswith(f"{place}, colonne rubrique : « Gouvernances » (accepté : Cadre et élaboration, ")
    assert told.endswith(" ; le plus proche : Gouvernance).")
