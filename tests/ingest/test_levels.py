"""The levels of a plan: what carries the fiches, words kept for addresses, codes that start again, territories."""

import pytest

from dashboard.sources.tables import RESERVED
from tests.asked import filtres

SCHEMA = {"departement_code": "03", "titre": "SDSF", "annee_debut": "2023", "annee_fin": "2027", "ordre": "1"}
AXE = {"rang": "1", "type": "axe", "libelle": "Axe", "pluriel": "axes"}
VICHY = "03001"


def test_a_fiche_carried_by_an_unknown_level_is_refused(allier):
    allier.replace("schema.csv", SCHEMA | {"fiche": "objectiff"})
    assert allier.problem() == (
        "03-2023/schema.csv, ligne 2, colonne fiche : « objectiff » (accepté : action, axe, objectif)."
    )


def test_an_action_above_the_level_that_carries_the_fiches_is_refused(allier):
    allier.replace("schema.csv", SCHEMA | {"fiche": "objectif"})
    place = allier.add("actions.csv", code="a3", noeud="axe-A", intitule="Coordonner")
    assert allier.problem() == (
        f"{place}, colonne noeud : « axe-A » est au-dessus du niveau « objectif » qui porte les fiches "
        "(attendu : un élément de ce niveau ou d’un niveau inférieur)."
    )


@pytest.mark.parametrize(
    ("fiche", "expected"),
    [
        ("action", [("action-a1", "a1", "obj-A1"), ("action-a2", "a2", "obj-A1")]),
        ("axe", [("axe-A", "A", "axe-A")]),
    ],
)
def test_the_fiches_are_those_of_the_named_level(allier, fiche, expected):
    allier.replace("schema.csv", SCHEMA | {"fiche": fiche})
    allier.build()
    assert allier.ask("select objet, adresse, noeud_id from base.porteur order by ordre") == expected
    assert set(allier.ask("select fiche_objet from base.action_complete")) == {(e[0],) for e in expected}


@pytest.mark.parametrize("word", [*RESERVED, "État", "EPCI"])
def test_a_level_word_that_addresses_use_is_refused(allier, word):
    place = allier.add("niveaux.csv", rang="3", type=word, libelle="Mot", pluriel="mots")
    assert allier.problem() == (
        f"{place}, colonne type : « {word} » est réservé aux adresses (refusés : {', '.join(RESERVED)})."
    )


def test_a_fourth_level_is_refused(allier):
    place = allier.add("niveaux.csv", rang="4", type="étape", libelle="Étape", pluriel="étapes")
    assert allier.problem() == f"{place}, colonne rang : 4 (accepté : 1 à 3, sans saut)."


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"parent": "obj-A1", "niveau": "objectif"},
         "« obj-A1 » ne convient pas à un niveau « objectif » (attendu : axe)."),
        ({"niveau": "objectif"}, "«  » ne convient pas à un niveau « objectif » (attendu : axe)."),
        ({"parent": "axe-A", "niveau": "axe"},
         "« axe-A » ne convient pas à un niveau « axe » (attendu : aucun (premier niveau))."),
    ],
)  # fmt: skip
def test_a_parent_is_of_the_level_just_above(allier, row, told):
    place = allier.add("plan.csv", noeud="autre", code="9", titre="Autre", **row)
    assert allier.problem() == f"{place}, colonne parent : {told}"


def test_codes_that_start_again_under_each_parent_stay_distinct(allier):
    allier.replace("schema.csv", SCHEMA | {"fiche": "objectif"})
    allier.add("plan.csv", noeud="obj-A2", parent="axe-A", niveau="objectif", code="2", titre="Les moyens")
    allier.add("plan.csv", noeud="axe-B", niveau="axe", code="B", titre="Soutenir")
    allier.add("plan.csv", noeud="obj-B1", parent="axe-B", niveau="objectif", code="1", titre="Les grands")
    allier.add("actions.csv", code="b1", noeud="obj-B1", intitule="Écouter")
    allier.build()
    assert allier.ask("select objet, adresse, code from base.porteur order by ordre") == [
        ("obj-A1", "obj-A1", "1"),
        ("obj-A2", "2", "2"),
        ("obj-B1", "obj-B1", "1"),
    ]

    def kept(node):
        chosen = filtres("03-2023", "2024-01-01", niveau_2=node)
        return sorted(allier.ask("select action_id from actions_filtrees($filtres)", filtres=chosen))

    assert kept("obj-A1") == [("a1",), ("a2",)]
    assert kept("obj-B1") == [("b1",)]
    assert allier.ask("select niveau_2_noeud, count(*) from base.action_complete group by all order by all") == [
        ("obj-A1", 2),
        ("obj-B1", 1),
    ]


def test_what_a_document_leaves_blank_or_names_is_kept(allier):
    allier.add("actions.csv", code="a3", noeud="obj-A1", intitule="Attendre", horizon="long terme",
               personnes_nommees="2", vierge="oui")  # fmt: skip
    allier.build()
    assert allier.ask("select action_id, horizon, personnes_nommees, vierge from actions order by ordre") == [
        ("a1", None, None, False),
        ("a2", None, None, False),
        ("a3", "long terme", 2, True),
    ]


def test_only_the_territories_that_an_action_is_limited_to_restrict_the_filter_by_epci(allier):
    allier.add("action_territoires.csv", action="a1", territoire=VICHY)
    allier.add("action_territoires.csv", action="a2", territoire="246300701", prioritaire="oui")
    allier.build()
    ((epci,),) = allier.ask(f"select epci_code from base.commune where code = '{VICHY}'")
    # A commune counts for its EPCI; a priority is told, and limits nothing.
    assert allier.ask("select action_id, list_sort(territoire_codes) from base.action_complete order by ordre") == [
        ("a1", sorted([VICHY, epci])),
        ("a2", []),
    ]

    def kept(epci):
        chosen = filtres("03-2023", "2024-01-01", epci=epci)
        return sorted(allier.ask("select action_id from actions_filtrees($filtres)", filtres=chosen))

    assert kept(epci) == [("a1",), ("a2",)]
    places = "[reponse.valeur for reponse in repond_a if reponse.filtre = 'epci']"
    answers = dict(allier.ask(f"select action_id, {places} from base.action_suivie"))
    assert set(answers["a1"]) == {VICHY, epci}
    assert answers["a2"] == [code for (code,) in allier.ask("select code from base.territoire_schema order by nom")]
    ((one,), (two,)) = allier.ask("select territoires from actions order by ordre")
    assert "(en priorité)" not in one
    assert two.endswith(" (en priorité)")


def test_whether_a_territory_is_a_priority_must_be_said(allier):
    place = allier.add("action_territoires.csv", action="a1", territoire=VICHY, prioritaire="")
    assert allier.problem() == f"{place}, colonne prioritaire : valeur absente (attendu : oui ou non)."
