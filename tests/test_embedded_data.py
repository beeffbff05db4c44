"""What ships: the public views, the counts that the document announces, and every sentence found in its source."""

import difflib
import html
import itertools
import re
import unicodedata

import duckdb
import pytest

from dashboard.settings import ROOT
from tests.needs import DOCUMENTS

CONTRACT = {
    "schemas": "schema_id departement_code departement titre annee_debut annee_fin niveaux",
    "plan": "schema_id noeud_id parent_id niveau type code titre",
    "actions": "schema_id action_id code intitule nature noeud_id niveau_1_code niveau_1 niveau_2_code niveau_2 "
    "niveau_3_code niveau_3 debut debut_precision fin fin_precision incertain",
    "action_organismes": "schema_id action_id organisme role",
    "indicateurs": "schema_id indicateur_id libelle nature noeud_id action_id unite",
    "mesures": "schema_id indicateur_id territoire_code annee valeur statut annee_implicite source_document "
    "source_phrase",
    "couvertures": "schema_id territoire_code dispositif present annee source_phrase",
    "territoires": "code nom type departement_code population",
    "anomalies": "schema_id objet description",
    "echeances": "schema_id action_id libelle debut debut_precision fin fin_precision recurrence source_document "
    "source_phrase",
    "cibles": "schema_id indicateur_id territoire_code comparaison valeur portee echeance echeance_precision",
    "moyens": "schema_id action_id libelle montant montant_max periodicite financeur",
    "avancements": "schema_id action_id date texte",
    "textes": "schema_id rubrique titre texte texte_lu source_document ligne",
    "rubriques": "schema_id noeud_id action_id rubrique texte source_document ligne page",
    "sous_actions": "schema_id action_id texte",
    "equipements": "schema_id nom dispositif territoire_code epci_code source_document source_phrase",
    "glossaire": "schema_id sigle definition",
    "campagnes": "schema_id campagne origine actions mesures decisions",
    "suivi_actions": "schema_id campagne action_id statut taux confiance debut_reel fin_prevue fin_reelle commentaire",
    "suivi_mesures": "schema_id campagne indicateur_id territoire_code date valeur cible echeance_cible source "
    "cible_intermediaire echeance_intermediaire",
    "decisions": "schema_id campagne numero decision date responsable echeance action_ids etat",
    "cnaf": "territoire_code indicateur_id libelle unite annee valeur source_fichier",
}
NEAR = 0.8
FILLED_BY_IMPORTS = ("suivi_mesures", "decisions", "cnaf")


@pytest.mark.parametrize(("view", "columns"), CONTRACT.items())
def test_public_views_keep_their_columns(db, view, columns):
    frame = db.view(view)
    assert columns.split() == list(frame.columns)[: len(columns.split())]
    assert (len(frame) > 0) == (view not in FILLED_BY_IMPORTS)


# Printed words that the transcription repairs; each repair is told on the page Données.
REPAIRS = {"circualrisant": "circularisant"}
PLANS = {
    "63-2022": ["volet", "engagement", "objectif"],
    "70-2021": ["axe", "objectif stratégique"],
    "87-2017": ["axe stratégique", "axe", "objectif"],
    "93-2024": ["axe", "fiche"],
}
COUNTS = {  # nodes by level, actions, blank fiches, échéances, amounts, targets, printed progress
    "63-2022": ([4, 13, 30], 114, 0, 0, 0, 0, 0),
    "70-2021": ([4, 10], 29, 0, 72, 53, 74, 0),
    "87-2017": ([6, 11, 16], 20, 5, 8, 0, 8, 0),
    "93-2024": ([2, 4], 11, 0, 0, 0, 0, 5),
}


def of(db, view, scheme):
    frame = db.view(view)
    return frame[frame["schema_id"] == scheme]


@pytest.mark.parametrize("scheme", COUNTS)
def test_counts_that_the_documents_announce(db, scheme):
    nodes, actions, blank, *others = COUNTS[scheme]
    assert of(db, "plan", scheme).groupby("niveau").size().tolist() == nodes
    assert len(of(db, "actions", scheme)) == actions
    assert of(db, "actions", scheme)["vierge"].sum() == blank
    assert [len(of(db, view, scheme)) for view in ("echeances", "moyens", "cibles", "avancements")] == others
    assert len(of(db, "anomalies", scheme)) >= 50
    assert list(of(db, "schemas", scheme)["niveaux"].iloc[0]) == PLANS[scheme]


@pytest.mark.parametrize(
    ("scheme", "asked", "targets"), [("63-2022", 101, 0), ("70-2021", 97, 4), ("87-2017", 84, 5), ("93-2024", 4, 0)]
)
def test_what_an_evaluation_asks_is_told_from_a_target_printed_elsewhere(db, scheme, asked, targets):
    natures = of(db, "indicateurs", scheme).set_index("indicateur_id")["nature"]
    assert (natures == "évaluation").sum() == asked
    assert (natures == "cible").sum() == targets
    assert set(natures[natures.index.str.startswith("cible-")]) <= {"cible"}
    assert set(natures.index[natures == "cible"]) <= set(of(db, "cibles", scheme)["indicateur_id"])


# A promise dated under « Evaluation » only, and its day at the latest.
PROMISES = {
    "213": ("Lancement d'un groupe de travail associant", "2022-12-31"),
    "222": ("Réalisation d'une note de cadrage", "2021-12-31"),
    "322": ("D'ici 2025, mise à disposition", "2025-12-31"),
    "332": ("L'ensemble des disponibilités", "2025-12-31"),
    "411": ("Poste créé en 2022", "2022-12-31"),
    "412": ("Structuration du réseau sur l'année 2022", "2022-12-31"),
    "414": ("Structuration de l'Union Départementale", "2023-12-31"),
    "421": ("Lancement du groupe de travail début 2022", "2022-03-31"),
}


@pytest.mark.parametrize(("action", "promise"), PROMISES.items())
def test_a_promise_dated_by_the_evaluation_is_an_echeance(db, action, promise):
    dues = of(db, "echeances", "70-2021")
    words, day = promise
    found = dues[(dues["action_id"] == action) & dues["source_phrase"].str.startswith(words)]
    assert day in found["fin"].astype(str).tolist()


@pytest.mark.parametrize("scheme", ["70-2021", "87-2017"])
def test_a_dated_target_is_an_echeance_too(db, scheme):
    dues = of(db, "echeances", scheme)
    owners = of(db, "indicateurs", scheme).set_index("indicateur_id")["action_id"]
    targets = of(db, "cibles", scheme)
    dated = targets[targets["echeance"].notna() & (targets["echeance_precision"] != "schéma")]
    assert len(dated) > 0
    assert set(zip(owners[dated["indicateur_id"]], dated["echeance"], strict=True)) <= set(
        zip(dues["action_id"], dues["fin"], strict=True)
    )


# What the printed words say of the fineness of a date.
FINENESS = {
    r"début (?:d'année )?20\d\d|fin 20\d\d|trimestre 20\d\d": "trimestre",
    r"(?:printemps|été|automne|hiver) 20\d\d": "saison",
    r"semestre 20\d\d": "semestre",
    r"(?:avril|juin|septembre|octobre) 20\d\d": "mois",
}


def test_every_organisation_that_pilots_has_a_genre_for_the_sentences_that_speak_of_it(db):
    pilots = db.view("action_organismes").query("role == 'pilote'")
    assert len(pilots)
    assert pilots["genre"].notna().all()


def test_a_date_is_as_fine_as_printed(db):
    kept = {}
    for view in ("echeances", "cibles"):
        frame = db.view(view)
        for bound in [column for column in frame.columns if column.endswith("_precision")]:
            for words, precision in zip(frame["phrase_lue"], frame[bound], strict=True):
                kept.setdefault(words, set()).add(precision)
    printed = [(words, p) for words in kept for pattern, p in FINENESS.items() if re.search(pattern, words)]
    assert len(printed) > 20
    assert [words for words, precision in printed if precision not in kept[words]] == []


def test_an_action_starts_when_its_first_words_say(db):
    starts = of(db, "actions", "70-2021").set_index("action_id")
    first = {"222": "trimestre", "223": "saison", "323": "trimestre", "412": "trimestre", "231": "semestre"}
    assert starts["debut_precision"].loc[list(first)].to_dict() == first
    assert str(starts["debut"]["223"].date()) == "2021-09-23"


def test_a_value_computed_from_words_is_deduced(db):
    measures = db.view("mesures")
    fraction = r"\b(?:tiers|moitié|quart|enfant sur|parents sur|1/3)\b"
    from_words = measures[measures["remarque"].fillna("").str.contains(fraction + r".*100 /")]
    assert (from_words["statut"] == "déduite").all()
    assert len(from_words) == 11
    assert from_words["qualificatif"].value_counts().to_dict() == {"plus de": 4}
    alone = measures["remarque"].fillna("").str.contains("^(?:un peu )?(?:plus de|moins de|près de|environ|autour de)")
    assert not alone.any()


def test_natures_of_puy_de_dome(db):
    actions = of(db, "actions", "63-2022")
    assert actions["nature"].value_counts().to_dict() == {"nouvelle": 59, "à poursuivre": 55}
    assert actions["niveau_3_code"].nunique() == 30
    assert db.view("actions")["nature"].count() == 114


@pytest.mark.parametrize("scheme", COUNTS)
def test_near_identical_actions_are_told_as_such(db, scheme):
    actions = of(db, "actions", scheme)
    words = [(code, bare(title)) for code, title in zip(actions["code"], actions["intitule"], strict=True)]
    told = of(db, "anomalies", scheme)["description"]
    for (code, one), (other, same) in itertools.combinations(words, 2):
        match = difflib.SequenceMatcher(None, one, same)
        if match.real_quick_ratio() > NEAR and match.quick_ratio() > NEAR and match.ratio() > NEAR:
            assert told.str.contains(f"{code} et {other} ", regex=False).any(), (code, other)


@pytest.mark.parametrize("scheme", COUNTS)
def test_every_action_has_a_pilote_or_is_counted_without(db, filters_of, scheme):
    roles = of(db, "action_organismes", scheme)
    piloted = set(roles.loc[roles["role"] == "pilote", "action_id"])
    without = db.frame("seance/compteurs", filters_of("/", f"?schema={scheme}").params())["sans_pilote"][0]
    assert len(piloted) + without == COUNTS[scheme][1]


def test_dates_are_printed_or_marked_as_bounds(db):
    actions = of(db, "actions", "63-2022")
    printed = actions[actions["debut_precision"] == "année"]
    assert printed["calendrier_imprime"].str.fullmatch(r"A partir de 20\d\d").all()
    assert (printed["calendrier_imprime"].str[-4:].astype(int) == printed["debut"].dt.year).all()
    bounds = actions[actions["debut_precision"] == "schéma"]
    assert (bounds["nature"] == "à poursuivre").all()
    assert set(actions["fin_precision"].dropna()) == {"schéma"}


def test_an_action_without_calendar_has_no_printed_date(db):
    actions = db.view("actions")
    silent = actions[actions["calendrier_imprime"].isna() & ~actions["incertain"]]
    assert set(silent["debut_precision"].dropna()) <= {"schéma"}
    assert of(db, "actions", "93-2024")[["debut", "fin"]].isna().all(axis=None)


@pytest.mark.parametrize(("scheme", "drawn"), [("63-2022", 14), ("70-2021", 18), ("87-2017", 13), ("93-2024", 4)])
def test_each_map_has_its_intercommunalites(db, filters_of, scheme, drawn):
    frame = db.frame("territoires/carte", filters_of("/territoires", f"?schema={scheme}").params())
    assert len(frame) == drawn
    assert frame["geometrie"].notna().all()


def test_table_of_eighteen_epci_is_a_map(db, filters_of):
    search = "?schema=70-2021&carte=mesure-part-parents-isoles-sans-activite"
    frame = db.frame("territoires/carte", filters_of("/territoires", search).params())
    assert frame["valeur"].notna().all()
    assert dict(zip(frame["nom"], frame["valeur"], strict=True))["CA de Vesoul"] == 33


def test_an_epci_over_the_border_is_told(db, filters_of):
    rows = db.frame("territoires/debordements", filters_of("/territoires", "?schema=70-2021").params())
    away = rows[~rows["dessine"]].iloc[0]
    assert (away["nom"], away["communes"], away["communes_total"]) == ("CC des Savoir-Faire", 3, 63)


def test_territories_cover_france(db):
    types = db.view("territoires")["type"].value_counts()
    assert types["EPCI"] == 1255
    assert types["EPT"] == 11
    assert types["département"] == 101
    home = db.frame("territoires/contour", {"schema": "63-2022", "territoire": "246300701"})
    assert len(home) == 14
    assert home["geometrie"].notna().all()


def test_populations_have_one_year_for_an_epci_and_its_departement(db, filters_of):
    row = db.frame("territoires/identite", filters_of("/territoires/246300701").params()).iloc[0]
    assert (row["population"], row["population_departement"], row["population_annee"]) == (295_488, 664_453, 2023)
    years = db.view("territoires").set_index("type")["population_annee"]
    assert set(years.dropna()) == {2023, 2017}
    assert years["région"].isna().all()


def test_known_figures(db):
    mesures = db.view("mesures").set_index(["indicateur_id", "territoire_code", "annee"])["valeur"]
    assert mesures["population", "63", 2019] == 656_643
    assert mesures["naissances", "63", 2014] == 6908
    assert mesures["places-eaje", "63", 2022] == 3112
    assert mesures["assistants-maternels", "63", 2014] == 4764


def test_contradictions_are_recorded(db):
    descriptions = " ".join(db.view("anomalies")["description"])
    for words in (
        "17 %",
        "15%",
        "63,3%",
        "27-B",
        "24-A",
        "Violet",
        "LEAP",
        "5 axes stratégiques",
        "58",
        "sa composition figure en annexe",
        "sous deux engagements",
        "n'est suivi d'aucun texte",
    ):
        assert words in descriptions


def folded(text):
    return re.sub(r"\s+", " ", text)


@pytest.mark.needs("documents")
def test_every_sentence_is_in_its_document(db):
    documents = {path.name: folded(path.read_text(encoding="utf-8")) for path in DOCUMENTS.glob("*.txt")}
    for view in ("mesures", "couvertures", "equipements", "echeances", "cibles", "moyens"):
        frame = db.view(view)
        missing = [
            phrase
            for document, phrase in zip(frame["source_document"], frame["source_phrase"], strict=True)
            if phrase not in documents[document]
        ]
        assert missing == [], view


@pytest.mark.needs("documents")
def test_every_text_of_the_schema_is_at_its_line(db):
    lines = {path.name: path.read_text(encoding="utf-8").split("\n") for path in DOCUMENTS.glob("*.txt")}
    frame = db.view("textes")
    for document, line, words in zip(frame["source_document"], frame["ligne"], frame["texte"], strict=True):
        printed = folded(" ".join(lines[document][line - 1 : line + 4])).lstrip("# ")
        assert printed.startswith(words), (document, line)


@pytest.mark.needs("documents")
@pytest.mark.parametrize("scheme", COUNTS)
def test_every_title_of_the_schema_is_printed(db, scheme):
    text = bare(" ".join(p.read_text(encoding="utf-8") for p in DOCUMENTS.glob(f"{scheme[:2]}-*.txt")))
    titles = {part for title in of(db, "textes", scheme)["titre"] for part in title.split(" : ")}
    assert [title for title in titles if bare(title) not in text] == []


def bare(text):
    """Return the letters without accents, which capitals often lack."""
    return unicodedata.normalize("NFKD", letters(text)).encode("ascii", "ignore").decode()


def letters(text):
    plain = html.unescape(re.sub(r"<[^<>]*>", " ", text)).lower()
    for printed, repaired in REPAIRS.items():
        plain = plain.replace(printed, repaired)
    return re.sub(r"\W", "", plain)


@pytest.mark.needs("documents")
@pytest.mark.parametrize("scheme", COUNTS)
def test_every_action_and_fiche_is_in_its_document(db, scheme):
    text = letters(" ".join(p.read_text(encoding="utf-8") for p in DOCUMENTS.glob(f"{scheme[:2]}-*.txt")))
    printed = [*of(db, "actions", scheme)["intitule"], *of(db, "plan", scheme)["titre"]]
    printed += [part for words in of(db, "avancements", scheme)["texte"] for part in words.split(" ; ")]
    # The title of volet 4 joins two printed forms, with and without its sigle.
    lost = [words for words in printed if letters(words.removesuffix(" (AVS)")) not in text]
    assert lost == []


@pytest.mark.needs("documents")
@pytest.mark.parametrize("scheme", ["63-2022", "70-2021"])
def test_every_term_of_the_glossary_is_explained_by_its_document(db, scheme):
    text = letters(" ".join(p.read_text(encoding="utf-8") for p in DOCUMENTS.glob(f"{scheme[:2]}-*.txt")))
    frame = of(db, "glossaire", scheme)
    assert len(frame) == {"63-2022": 20, "70-2021": 46}[scheme]
    assert [words for words in (*frame["sigle"], *frame["definition"]) if letters(words) not in text] == []


@pytest.mark.needs("documents")
def test_no_person_named_in_a_document_is_embedded():
    text = (DOCUMENTS / "70-schema-2021-2025.txt").read_text(encoding="utf-8")
    named = re.findall(r"(?:Pilote\(s\)[^\n]*|^(?:Madame|Monsieur) [^\n]*)", text, flags=re.MULTILINE)
    surnames = {word for line in named for word in re.findall(r"\b[A-ZÉÈ]{4,}(?:-[A-ZÉÈ]+)?\b", line)}
    people = surnames - {"DDETSPP", "DDTESPP", "SDEJS", "UDCS", "MDPH", "GADJE"}
    assert len(people) >= 15
    embedded = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "data" / "sources").glob("**/*.csv"))
    assert [name for name in people if re.search(rf"\b{name}\b", embedded, flags=re.IGNORECASE)] == []


def test_every_action_has_one_harmonised_theme(db):
    assert db.view("actions")["theme"].notna().all()
    frame = db.frame("comparer/themes")
    assert frame.groupby("colonne")["actions"].sum().sum() == sum(count[1] for count in COUNTS.values())


def test_every_public_column_is_described(db):
    dictionary = db.frame("donnees/dictionnaire")
    assert set(dictionary["vue"]) == set(CONTRACT)
    assert dictionary["description"].notna().all()


def test_the_directory_of_puy_de_dome_is_whole(db):
    frame = of(db, "equipements", "63-2022")
    assert frame["dispositif"].value_counts().to_dict() == {"EVS": 13, "Centre social": 8}
    assert frame["epci_code"].notna().all()
    measures = db.view("mesures")
    for kind, key in (("EVS", "evs-epci"), ("Centre social", "centres-sociaux-epci")):
        counted = measures[measures["indicateur_id"] == key].set_index("territoire_code")["valeur"].astype(int)
        assert counted.to_dict() == frame[frame["dispositif"] == kind].groupby("epci_code").size().to_dict()


def test_services_in_parentheses_are_not_counted_beside_their_organisation(db, settings):
    with duckdb.connect(settings.database, read_only=True) as file:
        several = file.sql("""
            SELECT schema_id, imprime, list(DISTINCT organisme) FROM base.role_organisme
            WHERE imprime LIKE '%(%' GROUP BY ALL HAVING count(DISTINCT organisme) > 1""").fetchall()
    assert several == []
    roles = of(db, "action_organismes", "63-2022").set_index("action_id")
    assert roles[roles["role"] == "pilote"].loc["14.1", "organisme"].tolist() == ["Caf", "DSDEN"]
