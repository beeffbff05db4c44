"""What the documents print beside the actions: échéances, targets, amounts, progress."""

from datetime import date

import pytest

from dashboard.french import aims
from dashboard.sources.columns import PRECISIONS

QUOTED = {"document": "allier.pdf", "phrase": "Une phrase."}
DUE = {"action": "a1", "libelle": "Ouverture", **QUOTED}
TARGET = {"indicateur": "places", "comparaison": "au moins", "valeur": "58", **QUOTED}
AMOUNT = {"action": "a1", "libelle": "Prestation", "montant": "110000", **QUOTED}
PROGRESS = {"action": "a1", "date": "2025-05-27", "texte": "Deux places ouvertes."}


def test_an_echeance_without_any_date_is_refused(allier):
    place = allier.add("echeances.csv", **DUE)
    assert allier.problem() == f"{place}, colonne debut : ni début ni fin (attendu : au moins une date)."


def test_an_echeance_that_ends_before_it_starts_is_refused(allier):
    place = allier.add("echeances.csv", **DUE, debut="2024-06-01", debut_precision="jour",
                       fin="2024-05-31", fin_precision="jour")  # fmt: skip
    assert allier.problem() == f"{place}, colonne fin : 2024-05-31 est avant le début 2024-06-01."


@pytest.mark.parametrize(
    ("file", "row", "cells", "lacking", "given"),
    [
        ("echeances.csv", DUE, {"debut_precision": "mois", "fin": "2024-05-31", "fin_precision": "mois"},
         "debut", "debut_precision est « mois »"),
        ("echeances.csv", DUE, {"debut": "2024-05-31", "debut_precision": "jour", "fin_precision": "année"},
         "fin", "fin_precision est « année »"),
        ("echeances.csv", DUE, {"fin": "2024-05-31"}, "fin_precision", "fin est « 2024-05-31 »"),
        ("cibles.csv", TARGET, {"echeance_precision": "année"}, "echeance", "echeance_precision est « année »"),
        ("cibles.csv", TARGET, {"echeance": "2025-12-31"}, "echeance_precision", "echeance est « 2025-12-31 »"),
    ],
)  # fmt: skip
def test_a_date_and_its_precision_go_together(allier, file, row, cells, lacking, given):
    place = allier.add(file, **row, **cells)
    assert allier.problem() == (
        f"{place}, colonne {lacking} : valeur absente, alors que {given} "
        "(attendu : la date et sa précision, ou ni l’une ni l’autre)."
    )


def test_a_date_that_cannot_be_read_is_told_once(allier):
    place = allier.add("echeances.csv", **DUE, debut="2024-05-31", debut_precision="jour", fin="juin",
                       fin_precision="mois")  # fmt: skip
    assert allier.problem() == f"{place}, colonne fin : « juin » n’est pas valable (attendu : une date AAAA-MM-JJ)."


@pytest.fixture(scope="module")
def filled(new_allier):
    scheme = new_allier()
    add = scheme.add
    add("echeances.csv", **DUE, fin="2025-08-31", fin_precision="année scolaire", recurrence="tous les ans")
    add("echeances.csv", **DUE | {"libelle": "Suivi"}, debut="2024-01-01", debut_precision="semestre")
    add(
        "echeances.csv",
        **DUE | {"libelle": "Fête"},
        debut="2024-06-01",
        debut_precision="jour",
        fin="2024-06-01",
        fin_precision="jour",
    )
    add(
        "cibles.csv",
        **TARGET | {"valeur": "58.5"},
        portee="par EPCI",
        echeance="2025-12-31",
        echeance_precision="année",
    )
    add("cibles.csv", **TARGET | {"comparaison": "égal", "valeur": "2"}, territoire="03")
    add("moyens.csv", **AMOUNT, montant_max="120000.5", periodicite="par an", financeur="Caf")
    add("moyens.csv", **AMOUNT)
    add("avancements.csv", **PROGRESS)
    add("avancements.csv", **PROGRESS | {"action": "a2", "date": "2025-06-01", "texte": "Rien encore."})
    scheme.build()
    return scheme


@pytest.fixture(scope="module")
def dated(new_allier):
    scheme = new_allier()
    for precision in PRECISIONS:
        scheme.add("indicateurs.csv", indicateur=precision, libelle="Places", nature="évaluation", objet="obj-A1")
        scheme.add("cibles.csv", **TARGET | {"indicateur": precision}, echeance="2026-06-30",
                   echeance_precision=precision)  # fmt: skip
    scheme.build()
    return scheme


def test_echeances_keep_their_order_and_what_is_not_printed_stays_unknown(filled):
    assert filled.ask("""select libelle, debut, debut_precision, fin, fin_precision, recurrence, source_document
                         from echeances where action_id = 'a1' order by ordre""") == [
        ("Ouverture", None, None, date(2025, 8, 31), "année scolaire", "tous les ans", "allier.pdf"),
        ("Suivi", date(2024, 1, 1), "semestre", None, None, None, "allier.pdf"),
        ("Fête", date(2024, 6, 1), "jour", date(2024, 6, 1), "jour", None, "allier.pdf"),
    ]


def test_an_action_carries_its_own_echeances_only(filled):
    sql = "select action_id, list_transform(echeances, lambda e: e.libelle) from base.action_complete order by all"
    assert filled.ask(sql) == [("a1", ["Ouverture", "Suivi", "Fête"]), ("a2", [])]


def test_a_target_is_told_in_words_beside_its_indicator(filled):
    assert filled.ask("select territoire_code, comparaison, valeur, portee, echeance from cibles order by ordre") == [
        (None, "au moins", 58.5, "par EPCI", date(2025, 12, 31)),
        ("03", "égal", 2.0, None, None),
    ]
    assert [aims(*of) for of in filled.ask("select cibles, unite from base.indicateur_complet")] == [
        "au moins 58,5\u00a0places par EPCI d’ici 2025 ; 2\u00a0places"
    ]


@pytest.mark.parametrize(
    ("precision", "words"),
    [
        ("jour", "le 30/06/2026"),
        ("mois", "juin 2026"),
        ("trimestre", "le 2e trimestre 2026"),
        ("saison", "l’été 2026"),
        ("semestre", "le 1er semestre 2026"),
        ("année", "2026"),
        ("schéma", "la fin du schéma"),
    ],
)
def test_the_date_of_a_target_is_no_finer_than_printed(dated, precision, words):
    printed = dated.ask(f"select cibles, unite from base.indicateur_complet where indicateur_id = '{precision}'")
    assert [aims(*of) for of in printed] == [f"au moins 58 d’ici {words}"]


def test_an_amount_keeps_its_range_its_funder_and_its_period(filled):
    assert filled.ask("select montant, montant_max, periodicite, financeur from moyens order by ordre") == [
        (110000.0, 120000.5, "par an", "Caf"),
        (110000.0, None, None, None),
    ]


def test_progress_is_kept_as_printed_with_its_day(filled):
    assert filled.ask("select action_id, date, texte from avancements order by ordre") == [
        ("a1", date(2025, 5, 27), "Deux places ouvertes."),
        ("a2", date(2025, 6, 1), "Rien encore."),
    ]


@pytest.mark.parametrize(
    ("file", "row", "column", "value", "accepted"),
    [
        ("echeances.csv", DUE | {"fin": "2025-12-31"}, "fin_precision", "annee scolaire",
         "jour, mois, trimestre, saison, semestre, année scolaire, année ; le plus proche : année scolaire"),
        ("echeances.csv", DUE | {"fin": "2025-12-31"}, "fin_precision", "schéma", "semestre, année scolaire, année)"),
        ("echeances.csv", DUE | {"fin_precision": "jour"}, "fin", "31/12/2025", "une date AAAA-MM-JJ"),
        ("echeances.csv", DUE | {"fin": "2025-12-31", "fin_precision": "jour"}, "action", "a11",
         "une valeur de la colonne code de actions.csv ; le plus proche : a1"),
        ("echeances.csv", DUE | {"fin": "2025-12-31", "fin_precision": "jour"}, "document", "allier.txt",
         "une valeur de la colonne document de documents.csv ; le plus proche : allier.pdf"),
        ("cibles.csv", TARGET, "comparaison", "plus que",
         "au moins, plus de, au plus, égal ; le plus proche : plus de"),
        ("cibles.csv", TARGET, "valeur", "58 %", "un nombre, point décimal"),
        ("cibles.csv", TARGET, "indicateur", "place", "indicateur de indicateurs.csv ; le plus proche : places"),
        ("cibles.csv", TARGET, "territoire", "3", "un code de territoire : SIREN, Insee"),
        ("moyens.csv", AMOUNT, "montant", "110 000", "un nombre, point décimal"),
        ("moyens.csv", AMOUNT, "montant_max", "120000 €", "un nombre, point décimal"),
        ("moyens.csv", AMOUNT, "financeur", "CAF", "une valeur de la colonne organisme de organismes.csv"),
        ("avancements.csv", PROGRESS, "date", "mai 2025", "une date AAAA-MM-JJ"),
        ("avancements.csv", PROGRESS, "action", "a9", "une valeur de la colonne code de actions.csv"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_told_with_what_is_accepted(allier, file, row, column, value, accepted):
    place = allier.add(file, **row | {column: value})
    told = next(p for p in allier.problems() if p.startswith(f"{place}, colonne {column} : « {value} »"))
    assert accepted in told


@pytest.mark.parametrize(
    ("file", "row", "column"),
    [
        ("echeances.csv", DUE | {"fin": "2025-12-31", "fin_precision": "jour"}, "phrase"),
        ("cibles.csv", TARGET, "valeur"),
        ("cibles.csv", TARGET, "phrase"),
        ("moyens.csv", AMOUNT, "montant"),
        ("moyens.csv", AMOUNT, "document"),
        ("avancements.csv", PROGRESS, "date"),
        ("avancements.csv", PROGRESS, "texte"),
    ],
)
def test_a_cell_that_must_be_filled_is_told(allier, file, row, column):
    place = allier.add(file, **row | {column: ""})
    assert allier.problem().startswith(f"{place}, colonne {column} : valeur absente (attendu : un")
