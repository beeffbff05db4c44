from datetime import date

import pytest

from dashboard.sources.columns import Column, Table
from dashboard.sources.common_tables import COMMON_TABLES
from dashboard.sources.rows import check_references, read_table
from dashboard.sources.tables import SCHEME_TABLES

TABLES = {t.file: t for t in COMMON_TABLES + SCHEME_TABLES}
ACTIONS = "63-2022/actions.csv"
MEASURES = "63-2022/mesures.csv"


def read(sources, path):
    problems = []
    return read_table(sources.folder / path, TABLES[path.rpartition("/")[2]], problems), problems


def assert_told(problems, *parts):
    """Exactly one problem, which names everything a secretary needs to find and mend it."""
    assert len(problems) == 1, problems
    assert [p for p in parts if p not in problems[0]] == [], problems[0]


def test_every_table_reads_without_problem(sources):
    for file in (*(f"63-2022/{t.file}" for t in SCHEME_TABLES), *(t.file for t in COMMON_TABLES)):
        rows, problems = read(sources, file)
        assert problems == []
        assert rows or not (sources.folder / file).exists(), file


@pytest.mark.parametrize(
    ("path", "line", "column", "value", "accepted"),
    [
        (ACTIONS, 2, "debut", "01/01/2022", "une date AAAA-MM-JJ"),
        (ACTIONS, 3, "fin", "2026-02-30", "une date AAAA-MM-JJ"),
        (ACTIONS, 4, "nature", "nouvele", "à poursuivre, nouvelle ; le plus proche : nouvelle"),
        (ACTIONS, 5, "fin_precision", "trimestr", "semestre, année, schéma ; le plus proche : trimestre"),
        (ACTIONS, 6, "incertain", "vrai", "oui ou non"),
        (ACTIONS, 6, "incertain", "Oui", "oui ou non"),
        (MEASURES, 2, "valeur", "632 311", "un nombre, point décimal"),
        (MEASURES, 2, "valeur", "3,85", "un nombre, point décimal"),
        (MEASURES, 3, "annee", "2019.5", "une année de 1900 à 2100"),
        (MEASURES, 4, "statut", "publié", "publiée, déduite ; le plus proche : publiée"),
        ("63-2022/schema.csv", 2, "annee_debut", "2022/2026", "une année de 1900 à 2100"),
        ("63-2022/roles.csv", 2, "role", "pilotte", "pilote, partenaire ; le plus proche : pilote"),
        ("63-2022/indicateurs.csv", 2, "nature", "zzz", "évaluation, diagnostic, cible"),
        ("dispositifs.csv", 3, "panier", "1", "oui ou non"),
    ],
)
def test_a_wrong_value_is_told_with_what_is_accepted(sources, path, line, column, value, accepted):
    sources.edit(path, line, column, value)
    assert_told(read(sources, path)[1], f"{path}, ligne {line}, colonne {column}", f"« {value} »", accepted)


@pytest.mark.parametrize(
    ("path", "column", "accepted"),
    [
        (ACTIONS, "code", "un texte"),
        (ACTIONS, "intitule", "un texte"),
        (ACTIONS, "incertain", "oui ou non"),
        (MEASURES, "valeur", "un nombre, point décimal"),
        ("63-2022/niveaux.csv", "rang", "un nombre entier"),
        ("organismes.csv", "cle", "un texte"),
    ],
)
@pytest.mark.parametrize("blank", ["", "  "])
def test_an_empty_required_cell_is_told(sources, path, column, accepted, blank):
    sources.edit(path, 2, column, blank)
    assert_told(read(sources, path)[1], f"{path}, ligne 2, colonne {column} : valeur absente", accepted)


@pytest.mark.parametrize(
    ("path", "line", "column", "key"),
    [(ACTIONS, 3, "code", "1.1"), ("organismes.csv", 4, "organisme", "Caf"), ("63-2022/niveaux.csv", 3, "rang", "1")],
)
def test_a_duplicate_is_told_with_the_line_it_repeats(sources, path, line, column, key):
    rows = read(sources, path)[0]
    first = next(i for i, row in enumerate(rows, start=2) if str(row[column]) == key)
    sources.edit(path, line, column, key)
    later, earlier = max(line, first), min(line, first)
    assert_told(
        read(sources, path)[1], f"{path}, ligne {later} : {column} « {key} » en double", f"déjà ligne {earlier}"
    )


def test_a_duplicate_is_one_of_the_whole_key(sources):
    line = sources.append("63-2022/roles.csv", "objectif-1;pilote;Caf\nobjectif-1;partenaire;Caf")
    problems = read(sources, "63-2022/roles.csv")[1]
    assert_told(problems, f"63-2022/roles.csv, ligne {line - 1} :", "« objectif-1 / pilote / Caf »", "déjà ligne 2")


def test_a_missing_column_is_told_with_those_found(sources):
    sources.drop(ACTIONS, "nature")
    rows, problems = read(sources, ACTIONS)
    assert rows is None
    assert_told(problems, f"{ACTIONS}, ligne 1", "colonne absente : nature", "trouvé : code, noeud, intitule")


def test_an_unknown_column_is_told_with_those_accepted(sources):
    sources.edit(ACTIONS, 1, "remarque", "remarques")
    problems = read(sources, ACTIONS)[1]
    assert len(problems) == 2
    assert "colonne absente : remarque (" in problems[0]
    assert_told(problems[1:], f"{ACTIONS}, ligne 1", "colonne inconnue : remarques", "accepté : code, noeud, nature")


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ("rang;type;libellé\n".encode("latin-1"), ("pas en UTF-8 (octet 17)", "CSV UTF-8")),
        ("rang;type\n".encode("utf-16"), ("pas en UTF-8 (octet 1)", "CSV UTF-8")),
        (b"", ("ligne 1", "colonne absente : rang, type, libelle, pluriel")),
        (b"rang,type,libelle,pluriel\n", ("ligne 1", "colonne absente : rang")),
        (b'rang;type;libelle;pluriel\n1;volet;"Volet;volets\n', ("ligne 2", "guillemets mal ferm")),
        (b'rang;type;libelle;pluriel\n1;"vo"let;Volet;volets\n', ("ligne 2", "guillemets mal ferm")),
        (b"rang;type;libelle;pluriel\n1;volet;Volet;volets;x\n", ("ligne 2", "5 cellules, 4 attendues")),
        (b"rang;type;libelle;pluriel\n\n1;volet;Volet;;;;x\n", ("ligne 3", "7 cellules, 4 attendues")),
        (b"rang;type;libelle;pluriel\n1;volet;Volet\n", ("ligne 2", "3 cellules, 4 attendues")),
        (None, ("le fichier manque", "colonnes attendues : rang, type, libelle, pluriel")),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path, content, parts):
    path = tmp_path / "63-2022" / "niveaux.csv"
    path.parent.mkdir()
    if content is not None:
        path.write_bytes(content)
    problems = []
    rows = read_table(path, TABLES["niveaux.csv"], problems)
    assert rows == ([] if "cellules" in parts[1] else None)
    assert all(p.startswith("63-2022/niveaux.csv") for p in problems)
    assert_told(problems[:1], *parts)


def test_an_optional_file_may_be_missing(tmp_path):
    problems = []
    assert read_table(tmp_path / "comites.csv", TABLES["comites.csv"], problems) == []
    assert problems == []


@pytest.mark.parametrize("prefix", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_what_spreadsheets_write_is_read(tmp_path, prefix, end):
    lines = (b"pluriel;rang;type;libelle", b' volets ;1;volet;"Volet ; ""V"""', b";;;", b"", b"axes;2;axe;Axe")
    (tmp_path / "niveaux.csv").write_bytes(prefix + end.join(lines))
    problems = []
    rows = read_table(tmp_path / "niveaux.csv", TABLES["niveaux.csv"], problems)
    assert problems == []
    assert [(r["rang"], r["type"], r["libelle"], r["pluriel"]) for r in rows] == [
        (1, "volet", 'Volet ; "V"', "volets"),
        (2, "axe", "Axe", "axes"),
    ]


def test_a_line_break_in_quotes_keeps_line_numbers(tmp_path):
    path = tmp_path / "63-2022" / "anomalies.csv"
    path.parent.mkdir()
    path.write_text('objet;description\nschema;"deux\nlignes"\nschema;\n', encoding="utf-8")
    problems = []
    rows = read_table(path, TABLES["anomalies.csv"], problems)
    assert rows[0]["description"] == "deux\nlignes"
    assert_told(problems, "63-2022/anomalies.csv, ligne 4, colonne description")


def test_cells_become_values_and_rows_keep_their_order(sources):
    rows, _ = read(sources, ACTIONS)
    assert [row["ordre"] for row in rows] == list(range(1, len(rows) + 1))
    assert rows[0]["debut"] == date(2022, 1, 1)
    assert rows[0]["incertain"] is False
    assert rows[0]["remarque"] is None
    assert read(sources, MEASURES)[0][0]["valeur"] == 632311.0


def test_every_fault_of_a_file_is_told_in_order(sources):
    sources.edit(ACTIONS, 2, "debut", "hier")
    sources.edit(ACTIONS, 2, "nature", "neuve")
    sources.edit(ACTIONS, 5, "incertain", "peut-être")
    last = sources.append(ACTIONS, "1.1;objectif-1")
    problems = read(sources, ACTIONS)[1]
    assert [p.partition(" : ")[0] for p in problems] == [
        f"{ACTIONS}, ligne 2, colonne nature",
        f"{ACTIONS}, ligne 2, colonne debut",
        f"{ACTIONS}, ligne 5, colonne incertain",
        f"{ACTIONS}, ligne {last}",
    ]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("objectif-1", None),
        (None, None),
        ("objectiv-1", "; le plus proche : objectif-1"),
        ("zzz", "« zzz » est inconnu (attendu : une valeur de la colonne noeud de plan.csv)."),
    ],
)
def test_a_reference_is_checked_and_the_nearest_proposed(value, told):
    table = Table("t.csv", "t", "une ligne", {"noeud": Column("Élément", refers_to="plan.noeud")})
    problems = []
    known = {"plan.noeud": frozenset({"objectif-1", "volet-1"})}
    check_references(table, [{"noeud": value, "_lieu": "63-2022/t.csv, ligne 7"}], known, problems)
    if told is None:
        assert problems == []
    else:
        assert_told(problems, "63-2022/t.csv, ligne 7, colonne noeud", f"« {value} »", told)
