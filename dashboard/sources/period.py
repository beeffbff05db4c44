"""The dates of a schéma against its period: bounds that follow it, dates outside told, impossible ones refused."""

from collections import Counter
from datetime import date

from dashboard.french import plural
from dashboard.sources.columns import Row, Rows

BOUND = "schéma"
# Table → the dates whose precision stands beside them, the first as a start, the last as an end.
PERIODS = {"action": ("debut", "fin"), "echeance": ("debut", "fin"), "cible": ("echeance",)}
# Table → what its rows bear on, for the page Données.
SUBJECTS = {"action": ("action-", "code"), "echeance": ("action-", "action"), "cible": ("", "indicateur")}
WORDS = {"debut": "le début", "fin": "la fin", "echeance": "l’échéance"}
# Years around the period beyond which a date is a slip; after it for a fact, and for a measure, which may be projected.
MARGIN = 10
YEARS = {"couverture": 10, "mesure": 50}
LONGEST = 15


def check_dates(rows: Rows, problems: list[str]) -> None:
    """Refuse dates without precision, ends before starts and impossible dates; set the bounds, tell what is outside."""
    for target, columns in PERIODS.items():
        for row in rows[target]:
            for column in columns:
                _check_pair(row, column, problems)
    scheme = next((row for row in rows["schema"] if row["annee_debut"] and row["annee_fin"]), None)
    if scheme is not None and _check_period(scheme, problems):
        period = date(scheme["annee_debut"], 1, 1), date(scheme["annee_fin"], 12, 31)
        _set_bounds(rows, period)
        _check_outside(rows, period, problems)
        _check_years(rows, period[1].year, problems)
    for target, columns in PERIODS.items():
        for row in rows[target]:
            start, end = row[columns[0]], row[columns[-1]]
            if start and end and end < start:
                problems.append(f"{row['_lieu']}, colonne {columns[-1]} : {end} est avant le début {start}.")


def _check_pair(row: Row, column: str, problems: list[str]) -> None:
    precision = f"{column}_precision"
    if {column, precision} & row["_refus"] or row[precision] == BOUND or (row[column] is None) == (not row[precision]):
        return
    lacking, given = (column, precision) if row[column] is None else (precision, column)
    problems.append(
        f"{row['_lieu']}, colonne {lacking} : valeur absente, alors que {given} est « {row[given]} » "
        "(attendu : la date et sa précision, ou ni l’une ni l’autre)."
    )


def _check_period(scheme: Row, problems: list[str]) -> bool:
    first, last, place = scheme["annee_debut"], scheme["annee_fin"], f"{scheme['_lieu']}, colonne annee_fin"
    if last < first:
        problems.append(f"{place} : {last} est avant {first}.")
    elif last - first >= LONGEST:
        problems.append(f"{place} : {last} (accepté : de {first} à {first + LONGEST - 1}, {LONGEST} ans au plus).")
    return bool(first <= last < first + LONGEST)


def _set_bounds(rows: Rows, period: tuple[date, date]) -> None:
    """Take from the period each date of precision « schéma »; what the table held otherwise is told once a column."""
    for target, columns in PERIODS.items():
        for column in columns:
            bound = period[0] if column == "debut" else period[1]
            other: Counter[date] = Counter()
            for row in rows[target]:
                if row[f"{column}_precision"] == BOUND:
                    if row[column] and row[column] != bound:
                        other[row[column]] += 1
                    row[column] = bound
            for held, count in sorted(other.items()):
                _tell(
                    rows,
                    rows[target][0]["_lieu"].partition(",")[0],
                    "schema",
                    f"{WORDS[column]} de précision « schéma » suit la période du schéma : {bound:%d/%m/%Y}, au lieu de "
                    f"{held:%d/%m/%Y} dans la table ({plural(count, 'ligne')})",
                )


def _check_outside(rows: Rows, period: tuple[date, date], problems: list[str]) -> None:
    """Refuse what is too far from the period to be true, and tell what is only outside."""
    first, last = date(period[0].year - MARGIN, 1, 1), date(period[1].year + MARGIN, 12, 31)
    for target, columns in {**PERIODS, "avancement": ("date",)}.items():
        for row in rows[target]:
            for column in columns:
                day = row[column]
                if day and not first <= day <= last:
                    problems.append(
                        f"{row['_lieu']}, colonne {column} : {day} (accepté : de {first} à {last}, {MARGIN} ans autour "
                        "de la période du schéma)."
                    )
                elif day and target != "avancement" and not period[0] <= day <= period[1]:
                    side = "avant le début" if day < period[0] else "après la fin"
                    prefix, key = SUBJECTS[target]
                    what = f"{WORDS[column]} {day:%d/%m/%Y} est {side} du schéma ; cette date est gardée"
                    _tell(rows, row["_lieu"], f"{prefix}{row[key]}", what)


def _check_years(rows: Rows, end: int, problems: list[str]) -> None:
    for target, margin in YEARS.items():
        for row in rows[target]:
            if row["annee"] and row["annee"] > end + margin:
                problems.append(
                    f"{row['_lieu']}, colonne annee : {row['annee']} (accepté : jusqu’à {end + margin}, {margin} ans "
                    "après la fin du schéma)."
                )


def _tell(rows: Rows, place: str, subject: str, words: str) -> None:
    """Add an anomaly for the page Données, with its place in the tables under « _avis »."""
    description = f"{words[0].upper()}{words[1:]}."
    rows["anomalie"].append(
        {"objet": subject, "description": description, "ordre": len(rows["anomalie"]) + 1,
         "_avis": f"{place} : {words}."}
    )  # fmt: skip
