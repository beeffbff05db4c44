"""The dates of a schéma against its period: bounds that follow it, dates outside told, impossible ones refused."""

import pytest

from dashboard.ingest.build import build

CITED = {"document": "allier.pdf", "phrase": "D’ici là."}


def test_the_bounds_taken_from_the_schema_follow_an_avenant(allier):
    allier.replace(
        "actions.csv",
        {"code": "a1", "noeud": "obj-A1", "intitule": "Ouvrir", "debut": "2023-01-01", "debut_precision": "schéma",
         "fin": "2027-12-31", "fin_precision": "schéma"},
        {"code": "a2", "noeud": "obj-A1", "intitule": "Suivre", "debut_precision": "schéma", "fin": "2027-12-31",
         "fin_precision": "année"},
    )  # fmt: skip
    allier.add("cibles.csv", indicateur="places", comparaison="égal", valeur="2", echeance="2027-12-31",
               echeance_precision="schéma", **CITED)  # fmt: skip
    edited = {"departement_code": "03", "titre": "SDSF", "annee_debut": "2023", "annee_fin": "2028", "fiche": "action",
              "ordre": "1"}  # fmt: skip
    allier.replace("schema.csv", edited)
    told = build(allier.data, allier.base).notices
    assert allier.ask("select code, debut::varchar, fin::varchar from actions order by code") == [
        ("a1", "2023-01-01", "2028-12-31"),
        ("a2", "2023-01-01", "2027-12-31"),
    ]
    assert allier.ask("select echeance::varchar from cibles") == [("2028-12-31",)]
    words = (
        "de précision « schéma » suit la période du schéma : 31/12/2028, au lieu de 31/12/2027 dans la table (1 ligne)."
    )
    assert told == (
        f"03-2023/actions.csv : la fin {words}",
        f"03-2023/cibles.csv : l’échéance {words}",
    )
    assert allier.ask("select objet, description from anomalies") == [
        ("schema", f"La fin {words}"),
        ("schema", f"L’échéance {words}"),
    ]


def test_a_date_outside_the_period_is_kept_and_told(allier):
    line = allier.add("actions.csv", code="a3", noeud="obj-A1", intitule="Finir", debut="2022-09-01",
                      debut_precision="mois", fin="2028-06-30", fin_precision="mois")  # fmt: skip
    due = allier.add("echeances.csv", action="a1", libelle="Bilan", fin="2029-12-31", fin_precision="année", **CITED)
    assert build(allier.data, allier.base).notices == (
        f"{line} : le début 01/09/2022 est avant le début du schéma ; cette date est gardée.",
        f"{line} : la fin 30/06/2028 est après la fin du schéma ; cette date est gardée.",
        f"{due} : la fin 31/12/2029 est après la fin du schéma ; cette date est gardée.",
    )
    assert allier.ask("select objet from anomalies") == [("action-a3",), ("action-a3",), ("action-a1",)]
    assert allier.ask("select fin::varchar from actions where code = 'a3'") == [("2028-06-30",)]


@pytest.mark.parametrize(
    ("file", "cells", "told"),
    [
        ("actions.csv", {"code": "a3", "noeud": "obj-A1", "intitule": "Finir", "fin": "2091-12-31",
                         "fin_precision": "année"}, "fin : 2091-12-31 (accepté : de 2013-01-01 à 2037-12-31"),
        ("echeances.csv", {"action": "a1", "libelle": "Bilan", "debut": "1923-01-01", "debut_precision": "année",
                           **CITED}, "debut : 1923-01-01 (accepté : de 2013-01-01"),
        ("cibles.csv", {"indicateur": "places", "comparaison": "égal", "valeur": "2", "echeance": "2091-12-31",
                        "echeance_precision": "année", **CITED}, "echeance : 2091-12-31 (accepté"),
        ("avancements.csv", {"action": "a1", "date": "2091-05-27", "texte": "Fait."}, "date : 2091-05-27 (accepté"),
        ("mesures.csv", {"indicateur": "places", "annee": "2091", "valeur": "2", "statut": "publiée", **CITED},
         "annee : 2091 (accepté : jusqu’à 2077"),
        ("couvertures.csv", {"territoire": "03", "dispositif": "LAEP", "annee": "2091", **CITED},
         "annee : 2091 (accepté : jusqu’à 2037"),
    ],
)  # fmt: skip
def test_an_impossible_date_is_refused_with_what_is_accepted(allier, file, cells, told):
    place = allier.add(file, **cells)
    assert allier.problem().startswith(f"{place}, colonne {told}")


@pytest.mark.parametrize(("end", "told"), [("2022", "2022 est avant 2023"), ("2091", "2091 (accepté : de 2023 à 2037")])
def test_a_period_that_cannot_be_is_refused(allier, end, told):
    allier.replace("schema.csv", {"departement_code": "03", "titre": "SDSF", "annee_debut": "2023", "annee_fin": end,
                                  "fiche": "action", "ordre": "1"})  # fmt: skip
    assert allier.problem().startswith(f"03-2023/schema.csv, ligne 2, colonne annee_fin : {told}")


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"debut": "2025-01-01", "debut_precision": "année", "fin": "2024-12-31", "fin_precision": "année"},
         "fin : 2024-12-31 est avant le début 2025-01-01"),
        ({"fin_precision": "année"}, "fin : valeur absente, alors que fin_precision est « année »"),
    ],
)  # fmt: skip
def test_an_end_before_its_start_or_without_its_day_is_refused(allier, cells, told):
    place = allier.add("actions.csv", code="a3", noeud="obj-A1", intitule="Finir", **cells)
    assert allier.problem().startswith(f"{place}, colonne {told}")
