"""French agrees, in number and gender, by one function."""

import pytest

from dashboard.french import agree, plural, quantity


@pytest.mark.parametrize(
    ("count", "words", "expected"),
    [
        (0, "action", "0 action"),
        (1, "action", "1 action"),
        (1.5, "point", "1,5 point"),
        (2, "action", "2 actions"),
        (-2, "point", "−2 points"),
        (2, "action échue", "2 actions échues"),
        (2, "ligne remplie", "2 lignes remplies"),
        (2, "mois", "2 mois"),
        (2, "centre social", "2 centres sociaux"),
        (2, "enjeu", "2 enjeux"),
        (2, "EPCI", "2 EPCI"),
        (2, "indicateur d’évaluation", "2 indicateurs d’évaluation"),
        (2, "cible imprimée hors de l’évaluation", "2 cibles imprimées hors de l’évaluation"),
        (2, "contradiction ou réparation relevée", "2 contradictions ou réparations relevées"),
        (2, "à décider", "2 à décider"),
        (2, "en retard", "2 en retard"),
        (2, "sans date", "2 sans date"),
    ],
)
def test_a_counted_noun_agrees_up_to_its_complement_from_two(count: float, words: str, expected: str) -> None:
    assert plural(count, words) == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (1, "places", "1\u00a0place"),
        (0, "établissements", "0\u00a0établissement"),
        (1.83, "enfants par femme", "1,83\u00a0enfant par femme"),
        (2, "centres sociaux", "2\u00a0centres sociaux"),
        (1, "centres sociaux", "1\u00a0centre social"),
        (1, "lieux d'accueil", "1\u00a0lieu d'accueil"),
        (1, "mois", "1\u00a0mois"),
        (1, "%", "1\u00a0%"),
        (1, "EPCI", "1\u00a0EPCI"),
        (1, "rang", "1er\u00a0rang"),
        (2, "rang", "2e\u00a0rang"),
        (1, "nombre", "1"),
    ],
)
def test_a_unit_agrees_with_its_value(value: float, unit: str, expected: str) -> None:
    assert quantity(value, unit) == expected


def test_a_verb_is_given_its_plural() -> None:
    assert [plural(n, "pilote a", "pilotes ont") for n in (0, 1, 2)] == ["0 pilote a", "1 pilote a", "2 pilotes ont"]


@pytest.mark.parametrize(
    ("genre", "expected"),
    [("masculin", "seul"), ("féminin", "seule"), ("masculin pluriel", "seuls"), ("féminin pluriel", "seules")],
)
def test_an_adjective_agrees_with_the_genre_of_the_organisation(genre: str, expected: str) -> None:
    assert agree("seul", genre=genre) == expected
