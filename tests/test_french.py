"""French agrees, in number and gender, by one function."""

import pytest

from dashboard.french import agree, plural


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


def test_a_verb_is_given_its_plural() -> None:
    assert [plural(n, "pilote a", "pilotes ont") for n in (0, 1, 2)] == ["0 pilote a", "1 pilote a", "2 pilotes ont"]


@pytest.mark.parametrize(
    ("genre", "expected"),
    [("masculin", "seul"), ("féminin", "seule"), ("masculin pluriel", "seuls"), ("féminin pluriel", "seules")],
)
def test_an_adjective_agrees_with_the_genre_of_the_organisation(genre: str, expected: str) -> None:
    assert agree("seul", genre=genre) == expected
