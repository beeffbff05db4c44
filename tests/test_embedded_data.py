"""What ships: the public views, the counts that the document announces, and every sentence found in its source."""

import re

import pytest

from dashboard.settings import ROOT

SOURCES = ROOT.parent / "shared" / "sources"
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
}


@pytest.mark.parametrize(("view", "columns"), CONTRACT.items())
def test_public_views_keep_their_columns(db, view, columns):
    frame = db.frame(f"vues/{view}")
    assert columns.split() == list(frame.columns)[: len(columns.split())]
    assert len(frame) > 0


def test_plan_of_puy_de_dome(db):
    plan, actions = db.frame("vues/plan"), db.frame("vues/actions")
    assert plan.groupby("niveau").size().to_dict() == {1: 4, 2: 13, 3: 30}
    assert actions["nature"].value_counts().to_dict() == {"nouvelle": 59, "à poursuivre": 55}
    assert actions["niveau_3_code"].nunique() == 30
    assert list(db.frame("vues/schemas")["niveaux"][0]) == ["volet", "engagement", "objectif"]


def test_every_action_has_a_pilote_or_is_counted_without(db, filters_of):
    roles = db.frame("vues/action_organismes")
    piloted = set(roles.loc[roles["role"] == "pilote", "action_id"])
    without = db.frame("seance/compteurs", filters_of("/").params())["sans_pilote"][0]
    assert len(piloted) + without == 114


def test_dates_are_printed_or_marked_as_bounds(db):
    actions = db.frame("vues/actions")
    printed = actions[actions["debut_precision"] == "année"]
    assert printed["calendrier_imprime"].str.fullmatch(r"A partir de 20\d\d").all()
    assert (printed["calendrier_imprime"].str[-4:].astype(int) == printed["debut"].dt.year).all()
    bounds = actions[actions["debut_precision"] == "schéma"]
    assert (bounds["nature"] == "à poursuivre").all()
    assert set(actions["fin_precision"].dropna()) == {"schéma"}


def test_territories_cover_france(db):
    types = db.frame("vues/territoires")["type"].value_counts()
    assert types["EPCI"] == 1255
    assert types["EPT"] == 11
    assert types["département"] == 101
    home = db.frame("territoires/contour", {"schema": "63-2022", "territoire": "246300701"})
    assert len(home) == 14
    assert home["geometrie"].notna().all()


def test_known_figures(db):
    mesures = db.frame("vues/mesures").set_index(["indicateur_id", "territoire_code", "annee"])["valeur"]
    assert mesures["population", "63", 2019] == 656_643
    assert mesures["naissances", "63", 2014] == 6908
    assert mesures["places-eaje", "63", 2022] == 3112
    assert mesures["assistants-maternels", "63", 2014] == 4764


def test_contradictions_are_recorded(db):
    descriptions = " ".join(db.frame("vues/anomalies")["description"])
    for words in ("17 %", "15%", "63,3%", "27-B", "24-A", "Violet"):
        assert words in descriptions


def folded(text):
    return re.sub(r"\s+", " ", text)


@pytest.mark.skipif(not SOURCES.exists(), reason="the documents do not stand beside the project")
def test_every_sentence_is_in_its_document(db):
    documents = {path.name: folded(path.read_text(encoding="utf-8")) for path in SOURCES.glob("*.txt")}
    for view in ("mesures", "couvertures"):
        frame = db.frame(f"vues/{view}")
        missing = [
            phrase
            for document, phrase in zip(frame["source_document"], frame["source_phrase"], strict=True)
            if phrase not in documents[document]
        ]
        assert missing == []


@pytest.mark.skipif(not SOURCES.exists(), reason="the documents do not stand beside the project")
def test_every_action_is_in_its_document(db):
    text = folded((SOURCES / "63-schema-2022-2026.txt").read_text(encoding="utf-8"))
    text += folded((SOURCES / "63-fiches-objectifs.txt").read_text(encoding="utf-8"))
    plain = re.sub(r"\W", "", text.lower())
    lost = [a for a in db.frame("vues/actions")["intitule"] if re.sub(r"\W", "", a.lower()) not in plain]
    assert lost == [], lost


def test_every_public_column_is_described(db):
    dictionary = db.frame("donnees/dictionnaire")
    assert set(dictionary["vue"]) == set(CONTRACT)
    assert dictionary["description"].notna().all()
