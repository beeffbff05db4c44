"""What a reader reads, everywhere: words that agree, the field's own words, French typography."""

import ast
import re

import pytest

from dashboard.current import read_vocabulary
from dashboard.filters import Filters
from dashboard.pages import CARDS
from dashboard.settings import ROOT
from dashboard.shell import PAGES
from dashboard.vocabulary import CONFIDENCES, STATUSES, slug
from tests.conftest import TODAY
from tests.words import page_texts

# What the screens count. A code of the plan or a date is no count: those are left out by what stands before them.
COUNTED = (
    "abandonnée", "absent", "absente", "action", "alerte", "année", "autre", "axe", "bloquée", "campagne",
    "champ", "changement", "cible", "classeur", "close", "colonne", "commencée", "commune", "comité",
    "concerné", "contradiction", "département", "document", "décision", "échue", "échéance", "engagement",
    "fiche", "habitant", "inconnu", "indicateur", "intercommunalité", "jour", "ligne", "mesure", "nouvelle",
    "objectif", "organisation", "ouverte", "partenaire", "passage", "pilote", "point", "problème", "rang",
    "reportée", "repère", "retenue", "retirée", "réalisée", "réponse", "rubrique", "schéma", "série", "terme",
    "terminée", "territoire", "valeur", "volet", "vue",
)  # fmt: skip
COUNT = r"(?<![\w,.·/:–-])(?<!\d[\u202f ])(?:{})\s(?:{})\b"
ONE, MANY = r"[01](?:,\d+)?", r"(?:[2-9]|[1-9]\d{1,2}|[1-9]\d{0,2}(?:\u202f\d{3})+)"
DISAGREE = re.compile(
    "|".join((COUNT.format(ONE, "|".join(f"{word}s" for word in COUNTED)), COUNT.format(MANY, "|".join(COUNTED))))
)
# Words of the code, of English, or that readers did not understand.
REFUSED = re.compile(
    r"\b(?:None|nan|NaN|NaT|null|True|False|undefined|node|token|card|slug|follow-up|noeuds?"
    r"|bouts? (?:reste|ouvert)|embarquée?s?|non imprimée?s?|aucune? \w+ imprimée?|valent pour"
    r"|confiances retirées|fins réelles changées)\b|\bAu : "
)
LOOSE = re.compile(r"\w [:;?!»%€]|« ")
# Where the words are those of the document, of a secretary, or of a command to type.
QUOTING = ("fiche-texte", "schema-", "donnees-anomalies", "donnees-glossaire", "portrait-equipements", "avancements")


def addresses(scheme, counts):
    """Return pages of a schéma: whole, then kept down to nothing, to one action, to two."""
    pages = [path for path, _ in PAGES]
    pages += [f"/fiches/{scheme.id}/{fiche.address}" for fiche in scheme.fiches[:2]]
    pages += [f"/territoires/{code}" for code in list(scheme.territories)[:1]]
    pages += [f"/pilotes/{key}" for key in (*list(scheme.organisations)[:1], *list(scheme.organisations)[-1:])]
    yield from ((page, "") for page in pages)
    for n in (1, 2):
        few = counts[(counts["actions"] == n) & counts["filtre"].isin(["pilote", "niveau_2", "niveau_3"])]
        for name, value in list(zip(few["filtre"], few["valeur"], strict=True))[:2]:
            node = scheme.by_id(value) if name != "pilote" else None
            search = f"&pilote={value}" if node is None else f"&{scheme.level(node.rank).key}={scheme.key(node)}"
            yield from ((page, search) for page in ("/", "/calendrier", "/pilotes", "/suivi"))
    first, last = list(scheme.organisations)[0], list(scheme.organisations)[-1]
    yield "/calendrier", f"&pilote={last}&etat=a-venir"
    yield "/calendrier", f"&pilote={first}&etat=sans-date"
    if scheme.campaigns:
        yield from (("/calendrier", f"&statut={slug(status)}") for status in STATUSES)
        yield from (("/calendrier", f"&confiance={slug(confidence)}") for confidence in CONFIDENCES)


def _said(db, today, scheme_id):
    """Return (address, place, text) for all that is read of a schéma."""
    vocabulary = read_vocabulary(db)
    scheme = vocabulary.schemes[scheme_id]
    whole = Filters.from_url("/", f"?schema={scheme_id}", vocabulary, today)[0]
    found = {}
    for path, search in addresses(scheme, db.frame("filtres/options", whole.params())):
        for place, texts in page_texts(db, vocabulary, today, path, f"?schema={scheme_id}{search}"):
            for text in texts:
                found.setdefault((place, text), f"{path}{search}")
    return [(address, place, text) for (place, text), address in found.items()]


@pytest.fixture(scope="module", params=["63-2022", "70-2021", "87-2017", "93-2024", "démonstration"])
def said(request, db, demo):
    shown, scheme = (demo, "63-2022") if request.param == "démonstration" else (db, request.param)
    return _said(shown, TODAY, scheme)


def faults(said, pattern):
    return [
        f"{address} {place} : {text}"
        for address, place, text in said
        if pattern.search(text) and not place.startswith(QUOTING) and "avancements" not in place
    ]


def test_every_count_agrees_with_what_it_counts(said):
    assert faults(said, DISAGREE) == []


def test_no_word_of_the_code_nor_of_the_list_to_mend_is_read(said):
    assert faults(said, REFUSED) == []
    assert [text for _, place, text in said if place.startswith("pilotes-ensemble") and "couple" in text] == []


def test_a_sentence_keeps_its_double_signs_with_their_word(said):
    assert faults([read for read in said if read[1].endswith(" phrase")], LOOSE) == []


CODE = [path for folder in ("dashboard", "queries", "assets") for path in sorted((ROOT / folder).rglob("*.*"))]
BY_HAND = re.compile(r"""['"]e?[sx]['"] (?:if|ELSE|:)|['"]e?[sx]['"] END|['"] ?jours?['"] (?:if|END|ELSE)""")


@pytest.mark.parametrize("ending", [".py", ".sql", ".js"])
def test_no_plural_is_made_by_hand(ending):
    found = [f"{path.name} : {hit[0]}" for path in CODE if path.suffix == ending
             for hit in BY_HAND.finditer(path.read_text(encoding="utf-8"))]  # fmt: skip
    assert found == []


def test_our_own_sentences_have_french_apostrophes():
    found = []
    for path in CODE:
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if path.suffix == ".py" else ()
        texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        found += [f"{path.name} : {text}" for text in texts if re.search(r"\b(?:[dlnscj]|qu)'[a-zéèàêîô]", text)]
    assert found == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("1 actions", True), ("0 actions", True), ("2 action", True), ("4 échue", True), ("1 jours", True),
        ("1 rangs", True), ("114 actions", False), ("1 action", False), ("0 échue", False), ("1 234 actions", False),
        ("31/12/2025 action", False), ("Objectif 2 : actions", False), ("1,5 point", False),
    ],
)  # fmt: skip
def test_the_pattern_of_disagreement_finds_it_and_nothing_else(text, wrong):
    assert bool(DISAGREE.search(text)) == wrong


def test_an_answer_that_is_missing_is_without_answer_not_unknown(demo):
    vocabulary = read_vocabulary(demo)
    filters = Filters.from_url("/calendrier", "?statut=sans-reponse", vocabulary, TODAY)[0]
    card = CARDS["calendrier-gantt"]
    table = card.table(card.rows(demo, filters), filters)
    assert "<td>sans réponse</td>" in table
    assert "<td>inconnu</td>" not in table
