"""Windows high contrast: keys keep their samples, charts their ground, the current page and choice their mark."""

import pytest

from tests.browser.conftest import Reader

LOOKS = """(selector) => [...document.querySelectorAll(selector)].map((node) => {
  const style = getComputedStyle(node);
  return [style.backgroundColor, style.backgroundImage, style.borderTopWidth, style.borderTopColor].join(" ");
})"""
MARKS = """(selector) => [...document.querySelectorAll(selector)].map((node) => {
  const style = getComputedStyle(node);
  return [style.outlineStyle, style.outlineColor, style.borderLeftWidth, style.borderLeftColor].join(" ");
})"""


@pytest.fixture(scope="module")
def contrast(chromium, address):
    context = chromium.new_context(forced_colors="active", color_scheme="dark", locale="fr-FR",
                                   viewport={"width": 1280, "height": 720})  # fmt: skip
    yield Reader(context.new_page(), address)
    context.close()


@pytest.mark.parametrize(
    ("path", "card"),
    [("/", "seance-engagements"), ("/calendrier", "calendrier-gantt"), ("/pilotes", "pilotes-charge"),
     ("/territoires", "territoires-carte"), ("/comparer", "comparer-calendriers")],
)  # fmt: skip
def test_each_entry_of_a_key_keeps_a_look_of_its_own(contrast, path, card):
    contrast.open(path)
    samples = contrast.page.evaluate(LOOKS, f"#{card} .cle .echantillon")
    assert len(samples) > 1
    assert len(set(samples)) == len(samples)
    ground = contrast.page.evaluate("(s) => getComputedStyle(document.querySelector(s)).backgroundColor",
                                    f"#{card} .graphe")  # fmt: skip
    assert ground == "rgb(255, 255, 255)"


@pytest.mark.parametrize(
    ("path", "current", "others"),
    [("/territoires", ".entete nav a.page-courante", ".entete nav a:not(.page-courante)"),
     ("/territoires", ".choix-carte a.choisi", ".choix-carte a:not(.choisi)"),
     ("/indicateurs", ".catalogue-liste a.catalogue-choisi", ".catalogue-liste a:not(.catalogue-choisi)")],
)  # fmt: skip
def test_what_is_chosen_is_marked_by_more_than_its_ground(contrast, path, current, others):
    contrast.open(path)
    chosen, rest = contrast.page.evaluate(MARKS, current), contrast.page.evaluate(MARKS, others)
    assert len(set(chosen)) == 1
    assert rest
    assert set(chosen).isdisjoint(rest)
