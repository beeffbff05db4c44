"""Organisations and services: one common table, to which each schéma adds its own without contradicting it."""

import pytest

UNION = {"organisme": "Union des crèches", "cle": "union-des-creches", "famille": "Associations"}
BUS = {"dispositif": "Bus des parents", "cle": "bus-des-parents", "theme": "Parentalité", "panier": "oui",
       "definition": "Un bus passe."}  # fmt: skip
SENTENCE = " ; un même nom et une même clé désignent une seule chose dans tous les schémas."
COVERAGE = {"territoire": "03", "dispositif": "Bus des parents", "present": "oui", "document": "allier.pdf",
            "phrase": "Un bus."}  # fmt: skip


@pytest.fixture
def common_caf(allier):
    """The row of the Caf in the common table, and where the messages say that it stands."""
    lines = (allier.data / "sources" / "organismes.csv").read_text(encoding="utf-8").splitlines()
    line = lines.index("Caf;caf;Caf;féminin") + 1
    return f"sources/organismes.csv, ligne {line}"


@pytest.fixture(scope="module")
def shared(new_allier):
    """Two schémas: an own organisation and an own service in both, a row of the common table repeated in one."""
    scheme = new_allier()
    scheme.add("organismes.csv", **UNION)
    scheme.add("alias.csv", imprime="L’Union", organisme="Union des crèches")
    scheme.add("roles.csv", objet="action-a1", role="pilote", imprime="Union des crèches")
    scheme.add("roles.csv", objet="action-a1", role="partenaire", imprime="L’Union")
    scheme.add("dispositifs.csv", **BUS)
    scheme.add("couvertures.csv", **COVERAGE)
    scheme.beside("03-2028")
    scheme.add("organismes.csv", organisme="Caf", cle="caf", famille="Caf")
    scheme.build()
    return scheme


def test_a_schema_adds_its_own_organisations_and_their_printed_forms(shared):
    told = shared.ask("select organisme_cle, famille, role from action_organismes where schema_id = '03-2023'")
    assert sorted(told) == [
        ("union-des-creches", "Associations", "partenaire"),
        ("union-des-creches", "Associations", "pilote"),
    ]


def test_a_schema_adds_its_own_services_after_the_common_ones(shared):
    assert shared.ask("select schema_id, dispositif, present from couvertures order by all") == [
        ("03-2023", "Bus des parents", True),
        ("03-2028", "Bus des parents", True),
    ]
    assert shared.ask("select dispositif from base.dispositif order by ordre desc limit 1") == [("Bus des parents",)]
    assert shared.ask("select count(*) - count(distinct ordre) from base.dispositif") == [(0,)]


@pytest.mark.parametrize("key", ["caf", "union-des-creches"])
def test_what_is_repeated_identically_is_accepted_and_stands_once(shared, key):
    assert shared.ask(f"select count(*) from base.organisme where cle = '{key}'") == [(1,)]


@pytest.mark.parametrize(
    ("row", "column", "told"),
    [
        ({"organisme": "Caf", "cle": "caf", "famille": "État"}, "famille", "« État » contredit « Caf »"),
        ({"organisme": "Caf", "cle": "caf-03", "famille": "Caf"}, "cle", "« caf-03 » contredit « caf »"),
        ({"organisme": "Caf 03", "cle": "caf", "famille": "Caf"}, "organisme", "« Caf 03 » contredit « Caf »"),
        (
            {"organisme": "Caf", "cle": "caf", "famille": "Caf", "genre": "masculin"},
            "genre",
            "« masculin » contredit « féminin »",
        ),
    ],
)
def test_contradicting_the_common_table_is_refused_naming_both_places(allier, common_caf, row, column, told):
    place = allier.add("organismes.csv", **row)
    assert allier.problem() == f"{place}, colonne {column} : {told} ({common_caf}){SENTENCE}"


def test_a_genre_that_one_schema_leaves_empty_is_the_one_that_another_gives(allier):
    other = allier.beside("03-2028")
    allier.add("organismes.csv", **UNION)
    other.add("organismes.csv", **UNION | {"genre": "féminin"})
    allier.build()
    assert allier.ask("select genre from base.organisme where cle = 'union-des-creches'") == [("féminin",)]


def test_contradicting_another_schema_is_refused_naming_both_places(allier):
    other = allier.beside("03-2028")
    first = allier.add("organismes.csv", **UNION)
    second = other.add("organismes.csv", **UNION | {"famille": "Communes et EPCI"})
    assert other.problem() == (
        f"{second}, colonne famille : « Communes et EPCI » contredit « Associations » ({first}){SENTENCE}"
    )


def test_each_column_of_a_service_that_contradicts_is_told(allier):
    other = allier.beside("03-2028")
    first = allier.add("dispositifs.csv", **BUS)
    second = other.add("dispositifs.csv", **BUS | {"theme": "Territoire", "definition": "Un car passe."})
    assert other.problems() == (
        f"{second}, colonne theme : « Territoire » contredit « Parentalité » ({first}){SENTENCE}",
        f"{second}, colonne definition : « Un car passe. » contredit « Un bus passe. » ({first}){SENTENCE}",
    )


@pytest.mark.parametrize(("owner", "reader"), [("03-2023", "03-2028"), ("03-2028", "03-2023")])
def test_a_schema_does_not_see_what_another_adds(allier, owner, reader):
    schemes = {allier.name: allier, "03-2028": allier.beside("03-2028")}
    schemes[owner].add("organismes.csv", **UNION)
    schemes[owner].add("dispositifs.csv", **BUS)
    role = schemes[reader].add("roles.csv", objet="action-a1", role="pilote", imprime="Union des crèches")
    fact = schemes[reader].add("couvertures.csv", **COVERAGE)
    assert [problem.partition(" est inconnu")[0] for problem in allier.problems()] == [
        f"{role}, colonne imprime : « Union des crèches »",
        f"{fact}, colonne dispositif : « Bus des parents »",
    ]


def test_an_own_organisation_twice_in_one_file_is_refused(allier):
    allier.add("organismes.csv", **UNION)
    place = allier.add("organismes.csv", **UNION | {"cle": "autre"})
    assert f"{place} : organisme « Union des crèches » en double (déjà ligne 2)." in allier.problems()


def test_a_benchmark_of_an_unknown_service_is_refused_with_the_nearest(allier):
    place = allier.add("../reperes.csv", repere="Présence d’un lieu", cle="lieu", mode="EPCI dotés", unite="EPCI",
                       dispositif="LAEPP", definition="Un lieu.")  # fmt: skip
    told = allier.problem()
    assert told.startswith(
        f"{place}, colonne dispositif : « LAEPP » est inconnu "
        "(attendu : une valeur de la colonne dispositif de dispositifs.csv ; le plus proche : LAEP"
    )


def test_a_benchmark_of_an_unknown_mode_is_refused_with_the_accepted_ones(allier):
    place = allier.add(
        "../reperes.csv", repere="Lits", cle="lits", mode="par habitant", unite="lits", definition="Lit."
    )
    assert allier.problem().startswith(
        f"{place}, colonne mode : « par habitant » (accepté : tel quel, pour 1 000 habitants, "
        "pour 100 000 habitants, EPCI dotés"
    )


@pytest.mark.parametrize(
    ("file", "row", "column", "accepted"),
    [
        ("classement.csv", {"action": "a1", "theme": "Parentalite"}, "theme",
         "une valeur de la colonne theme de themes.csv ; le plus proche : Parentalité"),
        ("comparables.csv", {"repere": "MAMS", "indicateur": "places"}, "repere",
         "une valeur de la colonne repere de reperes.csv"),
        ("comparables.csv", {"repere": "MAM", "indicateur": "plaçes"}, "indicateur",
         "une valeur de la colonne indicateur de indicateurs.csv ; le plus proche : places"),
    ],
)  # fmt: skip
def test_what_is_compared_must_stand_in_the_common_tables(allier, file, row, column, accepted):
    place = allier.add(file, **row)
    told = allier.problem()
    assert told.startswith(f"{place}, colonne {column} : « {row[column]} » est inconnu (attendu : {accepted}")
