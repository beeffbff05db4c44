"""The Cnaf’s open data: both forms of header, every trap of the published files, every refusal, all at once."""

import csv
import io
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.cnaf import lines as cnaf
from dashboard.cnaf.columns import indicator_of, role_of
from dashboard.cnaf.indicators import INDICATORS, RATE_MEANING
from dashboard.cnaf.merge import Overlap, read_cnaf
from dashboard.cnaf.problems import CnafRefusedError
from dashboard.errors import DashboardError
from dashboard.settings import ROOT
from dashboard.sources.territories import read_territories

# Two files as the Cnaf publishes them (Licence Ouverte 2.0).
REVISION, HISTORY = (ROOT / "tests" / "cases" / "cnaf" / f"txcouv_pe_dep{end}.csv" for end in ("", "_hist"))

CLERMONT, GRAND_PARIS, EPT = "246300701", "200054781", "200057875"
OURS = {
    "01": "département",
    "2A": "département",
    "63": "département",
    "976": "département",
    "REG-01": "région",
    "REG-84": "région",
    CLERMONT: "EPCI",
    GRAND_PARIS: "EPCI",
    EPT: "EPT",
    "01004": "commune",
    "63113": "commune",
    "2A004": "commune",
    "FR": "France",
}
SUFFIXES = ("psu_col", "hors_psu_col", "eaje", "prescol", "am_ind", "gad_ind", "ind")
PRINTED = ("EAJE PSU", "hors EAJE PSU", "EAJE - ensemble", "préscolarisation", "assistante maternelle",
           "salariée à domicile", "accueil individuel - ensemble")  # fmt: skip
PRINTED_PLURAL = ("EAJE PSU", "hors EAJE PSU", "EAJE - ensemble", "préscolarisation", "assistantes maternelles",
                  "salariées à domicile", "accueil individuel - ensemble")  # fmt: skip
MODES = ("psu-collectif", "hors-psu-collectif", "eaje", "prescolaire", "assistants-maternels", "garde-domicile",
         "individuel")  # fmt: skip
RATES = [*(f"cnaf-taux-{mode}" for mode in MODES), "cnaf-taux-global"]
PLACES = [*(f"cnaf-places-{mode}" for mode in MODES), "cnaf-places-total"]
TERRITORY = {
    "nat": ["national"],
    "reg": ["numregi", "nomregi"],
    "dep": ["numdep", "nomdep", "numregi", "nomregi"],
    "epci": ["numepci", "nomepci", "numdep", "nomdep"],
    "com": ["numcom", "nomcom", "numepci", "nomepci", "numdep", "nomdep"],
}
PRINTED_TERRITORY = {
    "nat": ["National"],
    "reg": ["Numéro Région", "Nom Région"],
    "dep": ["Numéro Département", "Nom Département", "Numéro Région", "Nom Région"],
    "epci": ["Numéro EPCI", "Nom EPCI", "Numéro Département", "Nom Département"],
    "com": ["Numéro commune", "Nom commune", "Numéro EPCI", "Nom EPCI", "Numéro Département", "Nom Département"],
}
WHERE = {
    "nat": ["FRANCE ENTIERE HORS MAYOTTE"],
    "reg": ["84", "AUVERGNE RHONE ALPES"],
    "dep": ["63", "PUY DE DOME", "84", "AUVERGNE RHONE ALPES"],
    "epci": [CLERMONT, "CLERMONT AUVERGNE METROPOLE", "63", "PUY DE DOME"],
    "com": ["63113", "CLERMONT FERRAND", CLERMONT, "CLERMONT AUVERGNE METROPOLE", "63", "PUY DE DOME"],
}
OUR_CODE = {"nat": "FR", "reg": "REG-84", "dep": "63", "epci": CLERMONT, "com": "63113"}
VALUES = ["15.1", "5.2", "20.3", "4.9", "44.6", "0.9", "45.5", "70.7"]
NUMBERS = [float(value) for value in VALUES]


def technical(level, dataset="txcouv"):
    start, total = ("txcouv", f"txcouv_{level}") if dataset == "txcouv" else ("pl", f"tot_offre_{level}")
    return ["annee", *TERRITORY[level], *(f"{start}_{suffix}_{level}" for suffix in SUFFIXES), total]


def printed(level, dataset="txcouv", modes=PRINTED):
    start, total = (
        ("Taux de couv", "Taux de couv global") if dataset == "txcouv" else ("Places", "Places offertes - Ensemble")
    )
    return ["Date référence", *PRINTED_TERRITORY[level], *(f"{start} {mode}" for mode in modes), total]


def published(*rows):
    """The bytes as data.caf.fr writes them: BOM, semicolons, CRLF."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    return "\ufeff".encode() + out.getvalue().encode()


@pytest.fixture
def folder(tmp_path):
    def write(name, *rows, raw=None):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw if raw is not None else published(*rows))
        return path

    return write


def line(year, code, values=VALUES, level="epci"):
    return [year, code, *WHERE[level][1:], *values]


def epci(*lines):
    return (technical("epci"), *lines)


def only(imported):
    (file,) = imported.files
    return file


def told(imported, *parts):
    """One note holds all these words."""
    found = [note for note in imported.notes if all(part in note for part in parts)]
    assert len(found) == 1, imported.notes
    return found[0]


def refused(*paths):
    with pytest.raises(CnafRefusedError) as error:
        read_cnaf(paths, OURS)
    return error.value.problems


def assert_refused(path, *parts):
    """Exactly one problem, which names everything needed to find and mend it."""
    problems = refused(path)
    assert len(problems) == 1, problems
    assert [part for part in (path.name, *parts) if part not in problems[0]] == [], problems[0]
    assert "attendu : " in problems[0] or "trouvé : " in problems[0]


# The real files


@pytest.fixture(scope="module")
def ours():
    return {t["code"]: t["type"] for t in read_territories(ROOT / "data" / "territoires")["territoire"]}


@pytest.fixture(scope="module")
def real(ours):
    return read_cnaf([REVISION, HISTORY], ours)


def test_the_real_files_are_read_whole(real):
    revision, history = real.files
    assert (revision.name, revision.dataset, revision.level, revision.hist) == (
        "txcouv_pe_dep.csv",
        "txcouv",
        "dep",
        False,
    )
    assert (history.name, history.hist) == ("txcouv_pe_dep_hist.csv", True)
    assert (revision.read, history.read) == (204, 610)
    # Saint-Barthélemy and Saint-Martin, every year but 2017: not ours.
    assert (revision.dropped, history.dropped) == ({cnaf.UNKNOWN: 4}, {cnaf.UNKNOWN: 10})
    assert (len(revision.rows), len(history.rows)) == (200 * 8, 600 * 8)
    assert Counter(row["annee"] for row in real.rows) == dict.fromkeys(range(2017, 2024), 100 * 8)
    assert {row["indicateur"] for row in real.rows} == set(RATES)


def test_the_real_revision_wins_in_2022_and_says_what_differs(real):
    # 93 départements differ for the global rate, 97 for one of the eight rates at least.
    assert real.overlap == (Overlap("txcouv", "dep", 2022, territories=100, differing=97, differing_total=93),)
    assert "97 diffèrent (93 pour le taux global)" in real.notes[-1]
    by_key = {(r["territoire"], r["indicateur"], r["annee"]): r for r in real.rows}
    assert len(by_key) == len(real.rows)
    expected = {}
    for path in (HISTORY, REVISION):
        for cells in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";"):
            expected[cells["Numéro Département"], int(cells["Date référence"])] = (
                float(cells["Taux de couv global"]),
                path.name,
            )
    found = {(t, a): (r["valeur"], r["fichier"]) for (t, i, a), r in by_key.items() if i == "cnaf-taux-global"}
    assert found == {key: value for key, value in expected.items() if key[0] not in ("977", "978")}


def test_the_real_notes_tell_what_was_left_out(real):
    for name in (REVISION.name, HISTORY.name):
        told(real, name, "978 COLLECTIVITE D'OUTRE MER SAINT MARTIN")
        told(real, name, "Codes de région incohérents (1, 2, 3, 4, COM)")
        told(real, name, "1 de nos 101 territoires", "976")
        told(real, name, "jamais recalculé")
        told(real, name, "ignorés", "Nom Département, Numéro Région, Nom Région")


@pytest.mark.parametrize(("path", "lines"), [(REVISION, 200), (HISTORY, 600)])
def test_each_real_file_stands_alone(path, lines, ours):
    alone = read_cnaf([path], ours)
    assert len(alone.rows) == lines * 8
    assert alone.overlap == ()


# Both forms of header


@pytest.mark.parametrize("level", ["nat", "reg", "dep", "epci", "com"])
@pytest.mark.parametrize(
    ("dataset", "header"),
    [
        ("txcouv", lambda level: technical(level)),
        ("txcouv", lambda level: printed(level)),
        ("txcouv", lambda level: printed(level, modes=PRINTED_PLURAL)),
        ("nbpla", lambda level: technical(level, "nbpla")),
        ("nbpla", lambda level: printed(level, "nbpla")),
        ("nbpla", lambda level: printed(level, "nbpla", modes=PRINTED_PLURAL)),
    ],
)
def test_the_header_says_dataset_and_level_whatever_the_name(folder, level, dataset, header):
    imported = read_cnaf([folder("telechargement.csv", header(level), ["2023", *WHERE[level], *VALUES])], OURS)
    file = only(imported)
    assert (file.dataset, file.level, file.hist) == (dataset, level, False)
    ids = RATES if dataset == "txcouv" else PLACES
    assert {row["indicateur"]: row["valeur"] for row in imported.rows} == dict(zip(ids, NUMBERS, strict=True))
    assert {(r["territoire"], r["annee"], r["fichier"]) for r in imported.rows} == {
        (OUR_CODE[level], 2023, "telechargement.csv")
    }


@pytest.mark.parametrize(
    ("header", "indicator"),
    [
        ("Taux de couverture global", "cnaf-taux-global"),
        ("TAUX DE COUV GLOBAL", "cnaf-taux-global"),
        ("Taux de couv total", "cnaf-taux-global"),
        ("Taux de couv assistant(e)s maternel(le)s", "cnaf-taux-assistants-maternels"),
        ("Taux de couv EAJE hors PSU", "cnaf-taux-hors-psu-collectif"),
        ("txcouv_psu_nat", "cnaf-taux-psu-collectif"),
        ("txcouv_am_nat", "cnaf-taux-assistants-maternels"),
        ("Nombre de places EAJE PSU", "cnaf-places-psu-collectif"),
        ("Places offertes assistante maternelle", "cnaf-places-assistants-maternels"),
        ("Total des places offertes", "cnaf-places-total"),
        ("TOT_OFFRE_EPCI", "cnaf-places-total"),
    ],
)
def test_other_spellings_of_a_column_are_recognised(header, indicator):
    assert indicator_of(role_of(header)) == indicator


@pytest.mark.parametrize("header", ["", "Évolution", "Taux de couv EAJE évolution", "pl_epci", "txcouv_ind", "Taux"])
def test_what_is_not_a_column_of_the_cnaf_is_not_taken_for_one(header):
    assert role_of(header) is None


def test_columns_may_come_in_any_order_and_with_others(folder):
    header, cells = technical("epci"), line("2023", CLERMONT)
    path = folder("a.csv", ["geom", *reversed(header)], ["(45.7, 3.1)", *reversed(cells)])
    imported = read_cnaf([path], OURS)
    assert {row["indicateur"]: row["valeur"] for row in imported.rows} == dict(zip(RATES, NUMBERS, strict=True))
    told(imported, "Colonne inconnue, ignorée : geom")


def test_optional_columns_may_be_absent(folder):
    header = [name for name in technical("epci") if name not in ("numdep", "nomdep")]
    imported = read_cnaf([folder("txcouv_pe_epci.csv", header, ["2023", CLERMONT, "CLERMONT", *VALUES])], OURS)
    assert len(imported.rows) == 8
    told(imported, "Colonnes absentes, sans conséquence : numdep, nomdep.")


def test_a_name_that_says_otherwise_is_told_and_the_header_wins(folder):
    imported = read_cnaf([folder("nbpla_pe_dep.csv", *epci(line("2023", CLERMONT)))], OURS)
    assert (only(imported).dataset, only(imported).level) == ("txcouv", "epci")
    told(imported, "« nbpla_pe_dep »", "« txcouv_pe_epci »")


def test_the_name_says_a_level_that_the_header_leaves_out(folder):
    header = [name for name in printed("nat") if name != "National"]
    imported = read_cnaf([folder("txcouv_pe_nat.csv", header, ["2023", *VALUES])], OURS)
    assert only(imported).level == "nat"
    told(imported, "« nat » vient du nom du fichier")


@pytest.mark.parametrize(
    ("name", "hist"),
    [
        ("txcouv_pe_epci.csv", False),
        ("txcouv_pe_epci_hist.csv", True),
        ("txcouv_pe_epci_HIST (1).csv", True),
        ("txcouv_pe_epci_histoire.csv", False),
    ],
)
def test_the_name_says_whether_it_is_the_history(folder, name, hist):
    assert only(read_cnaf([folder(name, *epci(line("2023", CLERMONT)))], OURS)).hist is hist


# The traps


@pytest.mark.parametrize(
    ("level", "code", "ours"),
    [
        ("dep", "1", "01"),
        ("dep", "01", "01"),
        ("dep", "001", "01"),
        ("dep", "2a", "2A"),
        ("dep", " 976 ", "976"),
        ("reg", "1", "REG-01"),
        ("reg", "01", "REG-01"),
        ("com", "1004", "01004"),
        ("com", "2A004", "2A004"),
        ("epci", "246 300 701", CLERMONT),
    ],
)
def test_codes_are_text_completed_as_ours(folder, level, code, ours):
    imported = read_cnaf([folder("a.csv", technical(level), line("2023", code, level=level))], OURS)
    assert {row["territoire"] for row in imported.rows} == {ours}
    completed = [note for note in imported.notes if "code complété" in note]
    assert bool(completed) is (code.strip().upper() not in (ours, ours.removeprefix("REG-"), "246 300 701"))


@pytest.mark.parametrize(("level", "code"), [("epci", "XX"), ("dep", "XXX"), ("com", "xx"), ("reg", "COM")])
def test_placeholder_rows_are_dropped_and_counted(folder, level, code):
    extreme = line("2023", code, ["195.8"] * 8, level)
    imported = read_cnaf(
        [folder("a.csv", technical(level), line("2023", OUR_CODE[level].removeprefix("REG-"), level=level), extreme)],
        OURS,
    )
    assert only(imported).dropped == {cnaf.PLACEHOLDER: 1}
    assert only(imported).read == 2
    assert {row["valeur"] for row in imported.rows} == set(NUMBERS)
    told(imported, "1 ligne écartée : code fictif", code.upper())


def test_codes_that_are_not_ours_are_dropped_counted_and_shown(folder):
    codes = ["200000001", "200000002", "200000002", "200000003"]
    lines = [line(str(2017 + i), code) for i, code in enumerate(codes)]
    ours = [line(str(year), CLERMONT) for year in range(2018, 2024)]
    imported = read_cnaf([folder("a.csv", *epci(*ours, *lines, line("2023", EPT), line("2023", "")))], OURS)
    assert only(imported).dropped == {cnaf.UNKNOWN: 4, cnaf.OTHER_TYPE: 1, cnaf.UNCODED: 1}
    told(imported, "4 lignes écartées", "200000001", "200000003")
    told(imported, f"{EPT} CLERMONT AUVERGNE METROPOLE, EPT")


def test_a_file_whose_codes_are_mostly_not_ours_is_refused(folder):
    lines = [line("2023", code) for code in ("200000001", "200000002", CLERMONT)]
    assert_refused(folder("a.csv", *epci(*lines)), "2 lignes sur 3", "200000001", "les codes de EPCI")


@pytest.mark.parametrize("code", ["2,46E+08", "2.46E+08", "2E+8", "2,463007e+08"])
def test_a_code_that_a_spreadsheet_changed_into_a_number_is_told(folder, code):
    path = folder("a.csv", *epci(line("2023", CLERMONT), line("2023", code)))
    assert_refused(path, "ligne 3, colonne numepci", f"« {code} »", "un tableur", "prenez l’export CSV")


def test_a_date_that_a_spreadsheet_changed_into_a_number_is_told(folder):
    path = folder("a.csv", printed("epci"), line("44927", CLERMONT))
    assert_refused(path, "ligne 2, colonne Date référence", "« 44927 » : un tableur", "2023-01-01")


def test_a_last_line_that_may_be_cut_is_told(folder):
    path = folder("a.csv", raw=published(*epci(line("2023", CLERMONT)))[:-4])
    told(read_cnaf([path], OURS), "peut-être coupée")


def test_districts_of_large_cities_are_dropped_by_name(folder):
    lines = [line("2023", code, level="com") for code in ("63113", "75101", "69381", "13201")]
    imported = read_cnaf([folder("a.csv", technical("com"), *lines)], OURS)
    assert only(imported).dropped == {cnaf.ARRONDISSEMENT: 3}
    told(imported, "communes de plus de 10 000 habitants")


def test_empty_values_are_dropped_and_never_zero(folder):
    values = ["", " ", *VALUES[2:]]
    imported = read_cnaf([folder("a.csv", *epci(line("2023", CLERMONT, values)))], OURS)
    assert only(imported).dropped == {cnaf.EMPTY: 2}
    assert sorted(row["indicateur"] for row in imported.rows) == sorted(RATES[2:])
    told(imported, "2 valeurs vides", "jamais zéro")


def test_a_zero_is_a_value(folder):
    imported = read_cnaf([folder("a.csv", *epci(line("2023", CLERMONT, ["0.0"] * 8)))], OURS)
    assert [row["valeur"] for row in imported.rows] == [0.0] * 8


def test_rates_above_100_are_kept_and_counted(folder):
    values = [*VALUES[:6], "140.0", "160.5"]
    imported = read_cnaf([folder("a.csv", *epci(line("2023", CLERMONT, values)))], OURS)
    assert max(row["valeur"] for row in imported.rows) == 160.5
    told(imported, "2 taux dépassent 100, jusqu’à 160,5 (1 territoire)", RATE_MEANING)


def test_places_above_100_are_nothing_to_tell(folder):
    path = folder("a.csv", technical("epci", "nbpla"), line("2023", CLERMONT, ["1500"] * 8))
    assert not [note for note in read_cnaf([path], OURS).notes if "100," in note]


def test_the_global_rate_is_never_recomputed(folder):
    values = [*VALUES[:7], "70.6"]  # the parts come to 70.7
    imported = read_cnaf([folder("a.csv", *epci(line("2022", CLERMONT), line("2023", CLERMONT, values)))], OURS)
    kept = {row["annee"]: row["valeur"] for row in imported.rows if row["indicateur"] == "cnaf-taux-global"}
    assert kept == {2022: 70.7, 2023: 70.6}
    told(imported, "1 ligne sur 2", "0,1 au plus", "jamais recalculé")


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2023", 2023),
        ("2023-01-01", 2023),
        ("2023-01", 2023),
        ("31/12/2023", 2023),
        ("2023-01-01T00:00:00+00:00", 2023),
        ("2022-12-31T23:00:00Z", 2023),  # midnight in Paris
        ("2023-12-31T22:00:00Z", 2023),
    ],
)
def test_a_year_may_be_a_date(folder, text, year):
    imported = read_cnaf([folder("txcouv_pe_nat.csv", technical("nat"), [text, *WHERE["nat"], *VALUES])], OURS)
    assert {(row["territoire"], row["annee"]) for row in imported.rows} == {("FR", year)}
    assert any("date lue comme une année" in note for note in imported.notes) is (text != "2023")
    told(imported, "FRANCE ENTIERE HORS MAYOTTE")


def test_a_decimal_comma_is_forgiven(folder):
    values = [value.replace(".", ",") for value in VALUES]
    imported = read_cnaf([folder("a.csv", *epci(line("2023", CLERMONT, values)))], OURS)
    assert {row["indicateur"]: row["valeur"] for row in imported.rows} == dict(zip(RATES, NUMBERS, strict=True))
    told(imported, "8 virgules décimales lues comme un point")


def test_neither_bom_nor_line_ends_matter_and_blank_lines_are_nothing(folder):
    plain = published(*epci(line("2023", CLERMONT)))[3:].replace(b"\r\n", b"\n") + b"\n" + b";" * 12 + b"\n\n"
    imported = read_cnaf([folder("a.csv", raw=plain)], OURS)
    assert len(imported.rows) == 8
    assert only(imported).read == 1


def test_rows_come_sorted_whatever_the_order_of_lines(folder):
    years = ["2023", "2017", "2020"]
    imported = read_cnaf([folder("a.csv", *epci(*(line(y, c) for y in years for c in (CLERMONT, GRAND_PARIS))))], OURS)
    keys = [(row["territoire"], row["annee"]) for row in imported.rows]
    assert keys == sorted(keys)
    assert [row["indicateur"] for row in imported.rows[:8]] == [i for i in INDICATORS if i in RATES]


def test_grand_paris_is_one_epci(folder):
    imported = read_cnaf([folder("a.csv", *epci(line("2023", GRAND_PARIS)))], OURS)
    assert {row["territoire"] for row in imported.rows} == {GRAND_PARIS}
    told(imported, "Métropole du Grand Paris", "un seul EPCI", "1 EPT reste sans valeur")
    told(imported, "1 de nos 2 territoires", CLERMONT)


def test_a_line_repeated_with_the_same_values_is_forgiven(folder):
    imported = read_cnaf([folder("a.csv", *epci(line("2023", CLERMONT), line("2023", CLERMONT)))], OURS)
    assert len(imported.rows) == 8
    assert only(imported).dropped == {cnaf.REPEATED: 1}
    told(imported, "lignes 2 et 3")


# The revision and the history


@pytest.mark.parametrize("turned", [False, True])
def test_the_revision_wins_value_by_value_in_any_order(folder, turned):
    history = folder(
        "txcouv_pe_epci_hist.csv",
        *epci(line("2021", CLERMONT), line("2022", CLERMONT), line("2022", GRAND_PARIS)),
    )
    revision = folder(
        "txcouv_pe_epci.csv",
        *epci(
            line("2022", CLERMONT, ["", "9.9", *VALUES[2:]]),
            line("2022", GRAND_PARIS, [*VALUES[:7], "71"]),
            line("2023", CLERMONT),
        ),
    )
    paths = [revision, history] if turned else [history, revision]
    imported = read_cnaf(paths, OURS)
    found = {(r["territoire"], r["annee"], r["indicateur"]): (r["valeur"], r["fichier"]) for r in imported.rows}
    assert len(found) == len(imported.rows) == 4 * 8
    assert found[CLERMONT, 2022, "cnaf-taux-hors-psu-collectif"] == (9.9, revision.name)
    assert found[CLERMONT, 2022, "cnaf-taux-global"] == (70.7, revision.name)
    # What the revision leaves empty stays as the history says it, and is no difference.
    assert found[CLERMONT, 2022, "cnaf-taux-psu-collectif"] == (15.1, history.name)
    assert imported.overlap == (Overlap("txcouv", "epci", 2022, territories=2, differing=2, differing_total=1),)
    told(imported, "Taux de couverture, EPCI, 2022 : 2 territoires", "2 diffèrent (1 pour le taux global)")


def test_datasets_and_levels_do_not_mix(folder):
    imported = read_cnaf(
        [
            folder("txcouv_pe_epci.csv", *epci(line("2022", CLERMONT))),
            folder("nbpla_pe_epci_hist.csv", technical("epci", "nbpla"), line("2022", CLERMONT)),
            folder("txcouv_pe_dep_hist.csv", technical("dep"), line("2022", "63", level="dep")),
        ],
        OURS,
    )
    assert len(imported.rows) == 24
    assert imported.overlap == ()


def test_two_copies_of_one_file_say_nothing_more(folder):
    path = folder("txcouv_pe_epci.csv", *epci(line("2022", CLERMONT)))
    copy = folder("autre/txcouv_pe_epci.csv", *epci(line("2022", CLERMONT)))
    assert len(read_cnaf([path, path], OURS).files) == 1
    imported = read_cnaf([path, copy], OURS)
    assert [file.name for file in imported.files] == [str(path), str(copy)]
    assert len(imported.rows) == 8
    told(imported, "1 ligne répète")


def test_two_revisions_that_contradict_each_other_are_refused(folder):
    one = folder("txcouv_pe_epci.csv", *epci(line("2022", CLERMONT), line("2023", CLERMONT)))
    two = folder("txcouv_pe_epci (1).csv", *epci(line("2023", CLERMONT, [*VALUES[:7], "71.0"])))
    (problem,) = refused(one, two)
    for part in (f"{two.name}, ligne 2, colonne txcouv_epci : « 71.0 »", one.name, "« 70.7 » ligne 3", "« _hist »"):
        assert part in problem


# The refusals


def test_the_error_is_titled_and_tells_all_problems():
    assert issubclass(CnafRefusedError, DashboardError)
    assert CnafRefusedError.title == "Fichier de la Cnaf refusé"
    assert str(CnafRefusedError(["un", "deux"])).splitlines()[1:] == ["- un", "- deux"]


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        (b"", ["le fichier est vide", "data.caf.fr"]),
        (b"\xef\xbb\xbf\r\n", ["le fichier est vide", "data.caf.fr"]),
        (b"PK\x03\x04...", ["un classeur (.xlsx, .ods)", "prenez l’export CSV"]),
        (b"\xd0\xcf\x11\xe0...", ["un classeur .xls", "prenez l’export CSV"]),
        (b'[{"annee": "2023"}]', ["un fichier JSON", "prenez l’export CSV"]),
        (b"<!DOCTYPE html>", ["une page ou un fichier XML", "prenez l’export CSV"]),
        (b"annee\0;", ["n’est pas du texte", "prenez l’export CSV"]),
        (published(["annee"]), ["ligne 1", "« annee »", "« ; »"]),
        (published(*epci(line("2023", CLERMONT))).replace(b";", b","), ["ligne 1", "séparateur « , »", "« ; »"]),
        (published(*epci(line("2023", CLERMONT))).replace(b";", b"\t"), ["séparateur « tabulation »"]),
        (published(printed("epci"), line("2023", CLERMONT)).decode().encode("cp1252", "ignore"),
         ["ligne 1", "cellule 1", "octet 0xe9", "UTF-8"]),
        (published(technical("epci"), ["2023", CLERMONT, "SAÔNE"]).decode("utf-8-sig").encode("latin-1"),
         ["ligne 2", "cellule 3", "octet 0xd4"]),
        (published(*epci()) + b"2023;\xff", ["ligne 2", "cellule 2", "octet 0xff"]),
        (published(*epci()).decode().encode("utf-16"), ["UTF-16", "prenez l’export CSV"]),
        (published(*epci()), ["aucune ligne sous l’en-tête"]),
        (published(*epci(["2023", CLERMONT])), ["ligne 2", "2 cellules", "attendu : 13"]),
        (published(*epci()) + b'2023;"2463', ["ligne 2", "guillemets"]),
        (published(["nom", "prenom"], ["a", "b"]), ["colonnes inconnues : nom, prenom", "txcouv_psu_col_epci"]),
        (published([*technical("epci"), "pl_eaje_epci"]), ["des taux et des places"]),
        (published([*technical("epci")[:-1], "txcouv_dep"]), ["plusieurs niveaux", "dep, epci"]),
        (published([n for n in printed("epci") if "EPCI" not in n and "Département" not in n]),
         ["niveau non reconnu", "Numéro Département"]),
        (published([*technical("epci"), "Date référence"]), ["colonnes en double", "« annee »", "« Date référence »"]),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_told(folder, raw, parts):
    assert_refused(folder("a.csv", raw=raw), *parts)


@pytest.mark.parametrize(
    ("header", "column"),
    [(technical(level, dataset), column) for level in TERRITORY for dataset in ("txcouv", "nbpla")
     for column in technical(level, dataset) if not column.startswith("n")]
    + [(technical(level), TERRITORY[level][0]) for level in ("reg", "dep", "epci", "com")]
    + [(printed("epci"), column) for column in printed("epci") if not column.startswith(("N", "Numéro D"))]
    + [(printed("epci"), "Numéro EPCI"), (printed("epci", "nbpla"), "Places offertes - Ensemble")],
)  # fmt: skip
def test_a_missing_column_is_named(folder, header, column):
    assert_refused(folder("a.csv", [name for name in header if name != column], ["x"]), f"colonne absente : {column} (")


def test_a_missing_column_has_its_nearest_neighbour(folder):
    header = ["txcouv_eaje_epcii" if name == "txcouv_eaje_epci" else name for name in technical("epci")]
    assert_refused(folder("a.csv", header), "colonne absente : txcouv_eaje_epci", "le plus proche : txcouv_eaje_epcii")


@pytest.mark.parametrize("value", ["ND", "1 234", "54.1%", "nan", "inf", "1e3", "-1.0", "5.", ".5", "1.2.3", "٣", "<5"])
def test_a_value_that_is_not_a_number_is_told(folder, value):
    path = folder("a.csv", *epci(line("2022", CLERMONT), line("2023", CLERMONT, [*VALUES[:7], value])))
    assert_refused(path, "ligne 3, colonne txcouv_epci", f"« {value} »", "54.1 ou 54,1")


@pytest.mark.parametrize(
    "year", ["", "23", "20233", "2023.0", "deux mille", "2023-13-01", "31/02/2023", "0000", "٢٠٢٣"]
)
def test_a_year_that_is_neither_a_year_nor_a_date_is_told(folder, year):
    path = folder("a.csv", printed("epci"), line(year, CLERMONT))
    assert_refused(path, "ligne 2, colonne Date référence", f"« {year} »", "2023-01-01")


def test_two_lines_that_contradict_each_other_are_told(folder):
    path = folder("a.csv", *epci(line("2023", CLERMONT), line("2023-01-01", CLERMONT, [*VALUES[:7], "71.0"])))
    assert_refused(path, "ligne 3, colonne txcouv_epci", "« 71.0 »", "« 70.7 » ligne 2", f"{CLERMONT} en 2023")


def test_a_missing_file_is_told(tmp_path):
    assert_refused(tmp_path / "absent.csv", "le fichier n’existe pas")
    assert_refused(tmp_path, "c’est un dossier")
    assert_refused(Path("/dev/zero"), "ce n’est pas un fichier ordinaire")
    assert_refused(Path("\0.csv"), "n’existe pas")
    loop = tmp_path / "boucle.csv"
    loop.symlink_to(loop)
    assert_refused(loop, "ce lien ne mène qu’à lui-même")


def test_one_wrong_word_on_many_lines_is_one_problem(folder):
    path = folder("a.csv", *epci(*(line(str(year), CLERMONT, ["ND", *VALUES[1:]]) for year in range(2017, 2024))))
    assert_refused(path, "lignes 2, 3, 4 et 4 autres, colonne txcouv_psu_col_epci", "« ND »")


def test_all_problems_of_all_files_are_told_at_once(folder):
    problems = refused(
        folder("latin.csv", raw="é".encode("latin-1")),
        folder("virgule.csv", raw=b"annee,numepci\r\n2023,1\r\n"),
        folder("colonne.csv", technical("dep")[:-1]),
        folder(
            "lignes.csv",
            *epci(
                line("20x3", CLERMONT, ["ND", "?", *VALUES[2:]]),
                line("2023", CLERMONT),
                line("2023", CLERMONT, ["1", "2", *VALUES[2:]]),
                ["2023"],
            ),
        ),
        folder("bon.csv", *epci(line("2021", CLERMONT))),
    )
    assert [problem.split(" : ")[0] for problem in problems] == [
        "latin.csv, ligne 1",
        "virgule.csv, ligne 1",
        "colonne.csv, ligne 1",
        "lignes.csv, ligne 2, colonne annee",
        "lignes.csv, ligne 2, colonne txcouv_psu_col_epci",
        "lignes.csv, ligne 2, colonne txcouv_hors_psu_col_epci",
        "lignes.csv, ligne 4, colonne txcouv_psu_col_epci",
        "lignes.csv, ligne 4, colonne txcouv_hors_psu_col_epci",
        "lignes.csv, ligne 5",
    ]


# The words


def test_every_indicator_has_a_label_of_its_own_and_a_unit():
    assert set(INDICATORS) == {*RATES, *PLACES}
    assert len({label for label, _ in INDICATORS.values()}) == len(INDICATORS)
    for indicator, (label, unit) in INDICATORS.items():
        assert "moins de 3 ans" in label
        assert unit == ("%" if indicator.startswith("cnaf-taux-") else "places")


# Nonsense


def attempt(*contents):
    """Whatever the bytes, the files are read or refused with words."""
    with tempfile.TemporaryDirectory() as place:
        paths = [Path(place) / name for name in ("txcouv_pe_epci.csv", "txcouv_pe_epci_hist.csv", "x.csv")]
        for path, content in zip(paths, contents, strict=False):
            path.write_bytes(content)
        try:
            imported = read_cnaf(paths[: len(contents)], OURS)
        except CnafRefusedError as error:
            refusal = error
        else:
            assert all(row["territoire"] in OURS and row["indicateur"] in INDICATORS for row in imported.rows)
            return
    assert refusal.problems


NAMES = st.sampled_from([*technical("epci"), *printed("epci"), *technical("com", "nbpla"), "", "x", '"'])
CELLS = st.one_of(
    st.sampled_from(
        ["2022", "2023-01-01", CLERMONT, GRAND_PARIS, "XX", "COM", "", "1.5", "1,5", "0", "ND", '"', "\x00"]
    ),
    st.text(max_size=8),
)


@settings(deadline=None)
@given(st.lists(st.binary(max_size=300), min_size=1, max_size=3))
def test_random_bytes_are_refused_and_nothing_else(contents):
    attempt(*contents)


@settings(deadline=None)
@given(st.lists(NAMES, max_size=20), st.lists(st.lists(CELLS, max_size=14), max_size=5))
def test_random_headers_are_refused_and_nothing_else(header, rows):
    attempt("\n".join(";".join(row) for row in [header, *rows]).encode())


@settings(deadline=None)
@given(
    st.sampled_from(
        [technical("epci"), printed("epci"), technical("epci", "nbpla"), technical("nat"), technical("com")]
    ),
    st.lists(st.lists(CELLS, min_size=13, max_size=13), max_size=5),
    st.binary(max_size=5),
)
def test_random_lines_are_read_or_refused_and_nothing_else(header, rows, tail):
    text = "\r\n".join(";".join(row) for row in [header, *rows])
    attempt(text.encode() + tail, text.encode(), published(header, *rows))
