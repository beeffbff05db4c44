import shutil
from datetime import date

import duckdb
import pytest

from dashboard.errors import TablesRefusedError
from dashboard.ingest import build as module
from dashboard.ingest.build import DERIVED, SCHEMA, build, fingerprint
from dashboard.publication import current
from tests.asked import VIEWS, filtres

ACTIONS = "63-2022/actions.csv"

# What the messages say is accepted.
OBJECT = "un noeud de plan.csv, ou « action- » suivi d’un code d’actions.csv"
ORGANISATION = "une valeur de la colonne organisme de organismes.csv"
PRINTED = "un organisme d’organismes.csv, ou une forme imprimée d’alias.csv"
TERRITORY = "un code de territoire : SIREN, Insee, « FR » ou « REG- » et code de région"

# A schéma with two levels only, its own precisions, an action without date and one without pilote.
SECOND = {
    "schema.csv": "departement_code;titre;annee_debut;annee_fin;fiche;ordre;source;limites\n"
    "03;SDSF de l’Allier;2023;2027;objectif;2;;\n",
    "niveaux.csv": "rang;type;libelle;pluriel\n1;axe;Axe;axes\n2;objectif;Objectif;objectifs\n",
    "documents.csv": "document;titre;description\nallier.pdf;Schéma de l’Allier;\n",
    "plan.csv": "noeud;parent;niveau;code;titre\n"
    "axe-A;;axe;A;Accueillir\nobj-A1;axe-A;objectif;A1;Les petits\nobj-A2;axe-A;objectif;A2;Les grands\n",
    "actions.csv": "code;noeud;nature;intitule;calendrier_imprime;debut;debut_precision;fin;fin_precision;incertain;"
    "horizon;personnes_nommees;vierge;code_annexe;remarque\n"
    "a1;obj-A1;nouvelle;Ouvrir;le 3 mars;2024-03-03;jour;2024-03-04;jour;non;;;non;;\n"
    "a2;obj-A1;;Suivre;2e semestre 2025;2025-07-01;semestre;2025-12-31;semestre;oui;;;non;;\n"
    "a3;obj-A2;;Rêver;;;;;;non;;;non;;\n",
    "fiches.csv": "objet;rubrique;texte\nobj-A1;Contexte;Un contexte.\n",
    "references.csv": "objet;document;ligne;page\nobj-A1;allier.pdf;;12\n",
    "roles.csv": "objet;role;imprime\naction-a1;pilote;Caf\nobj-A1;partenaire;MSA\n",
    "indicateurs.csv": "indicateur;libelle;nature;objet;unite;theme\n"
    "ouvertures;Ouvertures;évaluation;action-a1;;\nplaces;Places;diagnostic;;place;\n",
    "mesures.csv": "indicateur;territoire;annee;date_imprimee;valeur;statut;annee_implicite;document;phrase;remarque\n"
    "places;03;2022;;12.5;publiée;non;allier.pdf;Douze places et demie.;\n",
}


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "base" / "sdsf.duckdb"
    path.parent.mkdir()
    with duckdb.connect(path) as connection:
        connection.execute("create table meta as select 'previous' as version")
    return path


@pytest.fixture(scope="module")
def built(small_data, tmp_path_factory):
    path = tmp_path_factory.mktemp("built") / "sdsf.duckdb"
    build(small_data, path)
    return path


@pytest.fixture(scope="module")
def second(small_data, tmp_path_factory):
    path = tmp_path_factory.mktemp("second")
    add_second(shutil.copytree(small_data, path / "data"))
    build(path / "data", path / "sdsf.duckdb")
    return path / "sdsf.duckdb"


def add_second(data_folder):
    folder = data_folder / "sources" / "03-2023"
    folder.mkdir()
    for name, text in SECOND.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def ask(path, sql, **parameters):
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(sql, parameters).fetchall()


def contents(path):
    return {view: ask(path, f"from {view} order by all") for view in VIEWS}


def assert_previous_stands(database):
    assert ask(database, "from meta") == [("previous",)]
    assert [p.name for p in database.parent.iterdir()] == [database.name]


def refused(data_folder, database):
    with pytest.raises(TablesRefusedError) as caught:
        build(data_folder, database)
    assert_previous_stands(database)
    return caught.value


def test_building_again_gives_the_same_file_whatever_a_killed_build_left(data_folder, database, built):
    database.with_name("_sdsf-0a1b2c3d.nouveau").write_bytes(b"half a file")
    counts = build(data_folder, database).rows
    assert {p.name for p in database.parent.iterdir()} == {
        "sdsf.duckdb", "sdsf.duckdb.courant", current(database).name
    }  # fmt: skip
    rows = contents(database)
    assert rows == contents(built)
    assert counts == {view: len(rows[view]) for view in VIEWS}
    assert counts["actions"] == 114
    assert (
        ask(database, "from meta") == ask(built, "from meta") == [(module.FILE_FORMAT, fingerprint(data_folder), False)]
    )


def test_one_changed_cell_changes_its_view_and_the_version(data_folder, sources, database, built):
    sources.edit(ACTIONS, 2, "intitule", "Autre intitulé")
    build(data_folder, database)
    before, after = contents(built), contents(database)
    assert [view for view in VIEWS if after[view] != before[view]] == ["actions"]
    assert ask(database, "from meta") != ask(built, "from meta")


@pytest.mark.parametrize(
    ("table", "line", "column", "value", "accepted"),
    [
        (
            ACTIONS,
            2,
            "noeud",
            "objectif-111",
            "une valeur de la colonne noeud de plan.csv ; le plus proche : objectif-11",
        ),
        (
            "63-2022/plan.csv",
            3,
            "niveau",
            "volets",
            "une valeur de la colonne type de niveaux.csv ; le plus proche : volet",
        ),
        ("63-2022/sous_actions.csv", 2, "action", "99.9", "une valeur de la colonne code de actions.csv"),
        ("63-2022/fiches.csv", 2, "objet", "objectif_1", f"{OBJECT} ; le plus proche : objectif-1"),
        ("63-2022/roles.csv", 2, "imprime", "CAFE", f"{PRINTED} ; le plus proche : Caf"),
        ("63-2022/alias.csv", 2, "organisme", "Caff", f"{ORGANISATION} ; le plus proche : Caf"),
        ("63-2022/comites.csv", 2, "membre", "Cafe", f"{ORGANISATION} ; le plus proche : Caf"),
        ("63-2022/indicateurs.csv", 2, "objet", "action-1.11", f"{OBJECT} ; le plus proche : action-1.1"),
        ("63-2022/mesures.csv", 2, "indicateur", "populations", "de indicateurs.csv ; le plus proche : population"),
        ("63-2022/mesures.csv", 2, "territoire", "630", f"{TERRITORY} ; le plus proche : 63"),
        ("63-2022/mesures.csv", 2, "document", "autre", "une valeur de la colonne document de documents.csv"),
        ("63-2022/couvertures.csv", 2, "territoire", "200070754", f"{TERRITORY} ; le plus proche : 200070753"),
        ("63-2022/couvertures.csv", 2, "dispositif", "Claas", "une valeur de la colonne dispositif de dispositifs.csv"),
        ("63-2022/schema.csv", 2, "departement_code", "63000", "un code Insee de département"),
        (ACTIONS, 2, "debut_precision", "", "valeur absente, alors que debut est « 2022-01-01 »"),
    ],
)
def test_a_broken_link_between_cells_is_refused(data_folder, sources, database, table, line, column, value, accepted):
    sources.edit(table, line, column, value)
    told = refused(data_folder, database).problems
    where = f"{table}, ligne {line}, colonne {column} : "
    if "absente" not in accepted and "avant" not in accepted:
        where += f"« {value} » est inconnu (attendu : "
    assert any(p.startswith(where) and accepted in p for p in told), told


def test_an_unknown_epci_of_an_action_is_refused_with_the_nearest(data_folder, sources, database):
    path = data_folder / "sources" / "63-2022" / "action_territoires.csv"
    path.write_text("action;territoire;prioritaire\n1.1;246300701;non\n1.2;24630070;non\n", encoding="utf-8")
    (told,) = refused(data_folder, database).problems
    assert told.startswith("63-2022/action_territoires.csv, ligne 3, colonne territoire : « 24630070 » est inconnu")
    assert f"(attendu : {TERRITORY} ; le plus proche : 246300701" in told


def test_all_faults_of_all_files_are_told_at_once(data_folder, sources, database):
    sources.edit(ACTIONS, 2, "debut", "demain")
    sources.edit(ACTIONS, 3, "fin_precision", "jours")
    sources.edit("63-2022/roles.csv", 4, "imprime", "Inconnue")
    sources.edit("dispositifs.csv", 2, "panier", "0")
    sources.drop("63-2022/anomalies.csv", "description")
    (data_folder / "sources" / "63-2022" / "comites.csv").write_bytes("organisme;membre\né;é\n".encode("latin-1"))
    error = refused(data_folder, database)
    assert {p.partition(" : ")[0] for p in error.problems} == {
        "63-2022/actions.csv, ligne 2, colonne debut",
        "63-2022/actions.csv, ligne 3, colonne fin_precision",
        "63-2022/anomalies.csv, ligne 1",
        "63-2022/comites.csv",
        "63-2022/roles.csv, ligne 4, colonne imprime",
        "sources/dispositifs.csv, ligne 2, colonne panier",
    }
    count = len(error.problems)
    assert str(error).startswith(f"{count} problèmes dans les tables, rien n’a été écrit :\n- ")
    assert str(error).count("\n- ") == count


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("schema.csv", "departement_code, titre"),
        ("documents.csv", "document, titre, description"),
        ("plan.csv", "noeud, parent"),
        ("actions.csv", "code, noeud"),
    ],
)
def test_a_missing_file_is_told_once_whatever_refers_to_it(data_folder, database, name, columns):
    (data_folder / "sources" / "63-2022" / name).unlink()
    (told,) = refused(data_folder, database).problems
    assert told.startswith(f"63-2022/{name} : le fichier manque (colonnes attendues : {columns}")


def test_a_folder_without_schema_is_refused(data_folder, database):
    (data_folder / "sources" / "63-2022").rename(data_folder / "ailleurs")
    assert refused(data_folder, database).problems == ("sources : aucun dossier de schéma.",)


@pytest.mark.parametrize(
    ("step", "error"), [("_insert", MemoryError), ("_insert", KeyboardInterrupt), ("fingerprint", RuntimeError)]
)
def test_a_crash_while_writing_leaves_the_previous_file(data_folder, database, monkeypatch, step, error):
    done = []
    real = getattr(module, step)

    def crash(*arguments):
        done.append(real(*arguments))
        if len(done) == (5 if step == "_insert" else 1):
            raise error("disk full")

    monkeypatch.setattr(module, step, crash)
    with pytest.raises(error):
        build(data_folder, database)
    assert_previous_stands(database)


@pytest.mark.parametrize(
    "name",
    [SCHEMA, *DERIVED, "sources/organismes.csv", "sources/63-2022/alias.csv", "territoires/epci.csv"],
)
def test_the_version_covers_each_file(data_folder, name):
    before = fingerprint(data_folder)
    with (data_folder / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert fingerprint(data_folder) != before
    assert len(before) == 12


@pytest.mark.parametrize(
    ("select", "expected"),
    [
        (
            "departement, titre, annee_debut, annee_fin, niveaux from schemas",
            [("Allier", "SDSF de l’Allier", 2023, 2027, ["axe", "objectif"])],
        ),
        (
            "noeud_id, parent_id, niveau, type, code from plan",
            [
                ("axe-A", None, 1, "axe", "A"),
                ("obj-A1", "axe-A", 2, "objectif", "A1"),
                ("obj-A2", "axe-A", 2, "objectif", "A2"),
            ],
        ),
        (
            "action_id, nature, niveau_1, niveau_2, niveau_3_code, niveau_3, pilotes from actions",
            [
                ("a1", "nouvelle", "Accueillir", "Les petits", None, None, "Caf"),
                ("a2", None, "Accueillir", "Les petits", None, None, None),
                ("a3", None, "Accueillir", "Les grands", None, None, None),
            ],
        ),
        (
            "action_id, debut, debut_precision, fin, fin_precision, incertain from actions",
            [
                ("a1", date(2024, 3, 3), "jour", date(2024, 3, 4), "jour", False),
                ("a2", date(2025, 7, 1), "semestre", date(2025, 12, 31), "semestre", True),
                ("a3", None, None, None, None, False),
            ],
        ),
        (
            "action_id, organisme, role from action_organismes",
            [("a1", "Caf", "pilote"), ("a1", "MSA", "partenaire"), ("a2", "MSA", "partenaire")],
        ),
        (
            "indicateur_id, noeud_id, action_id from indicateurs",
            [("ouvertures", None, "a1"), ("places", None, None)],
        ),
        ("indicateur_id, territoire_code, annee, valeur from mesures", [("places", "03", 2022, 12.5)]),
        ("territoire_code from couvertures", []),
    ],
    ids=lambda value: value.split()[-1] if isinstance(value, str) else "",
)
def test_a_second_schema_of_two_levels_needs_no_code(second, select, expected):
    assert ask(second, f"select {select} where schema_id = '03-2023' order by all") == expected


def test_the_first_schema_is_as_before_beside_the_second(built, second):
    kept = {view: [row for row in rows if row[0] != "03-2023"] for view, rows in contents(second).items()}
    assert kept == contents(built)


@pytest.mark.parametrize(
    ("pilote", "au", "states"),
    [
        (None, "2024-03-03", {"a1": "en cours", "a2": "à venir", "a3": "sans date"}),
        (None, "2026-01-01", {"a1": "échue", "a2": "échue", "a3": "sans date"}),
        ("sans", "2025-07-01", {"a2": "en cours", "a3": "sans date"}),
        ("caf", "2024-03-05", {"a1": "échue"}),
    ],
)
def test_the_filters_work_on_a_second_schema(second, pilote, au, states):
    chosen = {"niveau_1": "axe-A"} | ({"pilote": pilote} if pilote else {})
    sql = "select action_id, etat from actions_filtrees($filtres)"
    assert dict(ask(second, sql, filtres=filtres("03-2023", au, **chosen))) == states


def test_the_schemas_do_not_see_each_other(data_folder, database):
    (add_second(data_folder) / "roles.csv").write_text(
        SECOND["roles.csv"] + "objectif-1;pilote;CD (Pmi)\n", encoding="utf-8"
    )
    told = refused(data_folder, database).problems
    assert [p.partition(" est inconnu")[0] for p in told] == [
        "03-2023/roles.csv, ligne 4, colonne objet : « objectif-1 »",
        "03-2023/roles.csv, ligne 4, colonne imprime : « CD (Pmi) »",
    ]


@pytest.mark.parametrize(
    ("table", "line", "cells", "told"),
    [
        ("plan.csv", 2, "volet-1;volet-1;volet;1;Petite enfance", ("colonne parent", "« volet-1 »", "premier niveau")),
        ("plan.csv", 2, ";;volet;1;Petite enfance", ("colonne noeud", "valeur absente")),
        ("niveaux.csv", 2, "4;volet;Volet;volets", ("colonne rang", "accepté : 1 à 3, sans saut")),
        ("schema.csv", 2, "63;Titre;2026;2022;objectif;1;;", ("colonne annee_fin", "2022 est avant 2026")),
    ],
)
def test_a_structure_that_does_not_hold_is_told(data_folder, tmp_path, table, line, cells, told):
    path = data_folder / "sources" / "63-2022" / table
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[line - 1] = cells
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(TablesRefusedError) as refused_build:
        build(data_folder, tmp_path / "base.duckdb")
    problem = next(p for p in refused_build.value.problems if told[0] in p)
    assert [t for t in told if t not in problem] == []
    assert f"ligne {line}" in problem


def test_two_organisations_of_one_key_are_told(data_folder, tmp_path):
    path = data_folder / "sources" / "organismes.csv"
    path.write_text(path.read_text(encoding="utf-8") + "Nouvelle caisse;caf;Caf\n", encoding="utf-8")
    with pytest.raises(TablesRefusedError, match=r"cle « caf » en double"):
        build(data_folder, tmp_path / "base.duckdb")


def test_a_file_of_a_mistyped_name_is_told(data_folder, tmp_path):
    (data_folder / "sources" / "63-2022" / "action_territoire.csv").write_text("action;territoire\n", encoding="utf-8")
    with pytest.raises(TablesRefusedError, match=r"action_territoire\.csv : fichier inconnu"):
        build(data_folder, tmp_path / "base.duckdb")


def test_an_incomplete_data_folder_is_told(tmp_path):
    with pytest.raises(TablesRefusedError, match="incomplet"):
        build(tmp_path, tmp_path / "base.duckdb")


def test_the_version_covers_the_outlines(data_folder):
    before = module.fingerprint(data_folder)
    (data_folder / "territoires" / "contours.geojsonl").write_text("", encoding="utf-8")
    assert module.fingerprint(data_folder) != before
