"""What a chart that leaves the page says of itself: where its rows come from, what they cover, and its file's name."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime

import pandas as pd

from dashboard.filters import Filters
from dashboard.french import agree, day, years_words
from dashboard.vocabulary import Scheme, slug

# Columns that only a campaign fills, and the words that they hold where it does not.
FOLLOWED = ("statut", "confiance", "etat_echeance", "echeance_suivi", "repondues", "suivies")
SILENT = ("sans suivi", "sans réponse")
FEW = 2  # series that the name of a file spells
TOLD = ("valeur", "present")
DUE = ("etat", "echeance")
OUTLINES = "IGN, ADMIN EXPRESS (contours)"
OPEN_DATA, INSEE, CAMPAIGN = "Cnaf, ", "Insee, ", "suivi du "


def sources(frame: pd.DataFrame, filters: Filters, schemes: Iterable[Scheme] = ()) -> str:
    """Return the sources of the rows: documents with their date, campaigns with theirs, open data with its years.

    `schemes` are those that the rows compare, if they do.
    """
    found = list(dict.fromkeys(_sources(frame, filters, tuple(schemes))))
    return f"{agree('Source', len(found))} : {' ; '.join(found)}"


def _sources(frame: pd.DataFrame, filters: Filters, schemes: tuple[Scheme, ...]) -> Iterator[str]:
    known = _known(frame)
    cited = known.get("source_phrase", pd.Series(index=known.index, dtype=object)).astype(object)
    documents = known.get("source_document", pd.Series(index=known.index, dtype=object)).astype(object)
    published = cited[cited.map(lambda words: isinstance(words, str) and words.startswith(OPEN_DATA))]
    files = known.get("source_fichier", published.str.removeprefix(OPEN_DATA)).dropna()
    counted = cited[cited.map(lambda words: isinstance(words, str) and words.startswith(INSEE))]
    measured = [words for words in documents.dropna().unique() if words.startswith(CAMPAIGN)]
    if len(known) > len(files) + len(counted) + int(documents.isin(measured).sum()):
        yield from (scheme.source or scheme.title for scheme in schemes)
        yield from () if schemes else _planned(frame, filters)
    yield from (f"campagne de {words}" for words in measured)
    for words, rows in known.loc[counted.index].groupby(counted):
        yield f"{words}, {years_words(rows['annee'])}"
    for name, rows in known.loc[files.index].groupby(files):
        yield f"Cnaf, fichier {name}, {years_words(rows['annee'])}"
    if "geometrie" in frame:
        yield OUTLINES


def _known(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that say something, where they may say nothing; outlines alone say nothing."""
    told = [column for column in TOLD if column in frame]
    if told:
        return frame[frame[told].notna().any(axis=1)]
    return frame.iloc[:0] if "geometrie" in frame else frame


def _planned(frame: pd.DataFrame, filters: Filters) -> Iterator[str]:
    """Return the sources of rows about actions: what the schéma prints of them, what pilotes answered."""
    campaigns = [campaign(filters, when) for when in _campaigns(frame, filters)]
    if not campaigns or "debut" in frame:
        yield from (document(filters.scheme), *campaigns)
        return
    yield from campaigns
    if "code" in frame:
        yield f"plan : {document(filters.scheme)}"
    elif any(column in frame for column in DUE):
        yield f"à défaut d’échéance répondue, {document(filters.scheme)}"


def document(scheme: Scheme) -> str:
    """Return the document of a schéma as a source: its title, its département, who published it and when."""
    return f"{scheme.title}, {scheme.departement}{f' ({scheme.source})' if scheme.source else ''}"


def _campaigns(frame: pd.DataFrame, filters: Filters) -> list[date]:
    """Return the campaigns that the rows hold something of: those they name, else the last one at the date."""
    if "campagne" in frame and frame["campagne"].notna().any():
        return sorted({_day(when) for when in frame["campagne"].dropna()})
    known = [column for column in FOLLOWED if column in frame and "valeur" not in frame]
    answered = any((frame[column].notna() & ~frame[column].isin(SILENT)).any() for column in known)
    return [filters.campaign] if filters.campaign and answered else []


def campaign(filters: Filters, when: date) -> str:
    """Return a campaign as a source: what pilotes answered, or what the document itself prints of its progress."""
    printed = when in filters.scheme.printed
    return f"état d’avancement donné par le document, {day(when)}" if printed else f"campagne de suivi du {day(when)}"


def _day(when: date) -> date:
    return when.date() if isinstance(when, datetime) else when


def _chosen(filters: Filters, parameters: Collection[str]) -> list[str]:
    """Return the filters, in words, that the query of the rows reads; the day is not one of them."""
    bare = filters.with_values({"au": None})
    own = bare.params()
    return [text for text, state in bare.chips() if any(own[name] != state.params()[name] for name in parameters)]


def coverage(frame: pd.DataFrame, filters: Filters, parameters: Collection[str]) -> str:
    """Return what the rows cover: the filters that their query reads, then their years or the date d’observation."""
    words = _chosen(filters, parameters) or [
        "Schéma entier" if {"filtres", "niveau_1"} & set(parameters) else filters.scheme.departement
    ]
    years = _known(frame).get("annee")
    if years is not None and len(years):
        words.append(f"données {years_words(years)}" if years.notna().any() else "année des données inconnue")
    elif years is None and {"filtres", "au"} & set(parameters):
        words.append(f"au {day(filters.date)}")
    return " · ".join(words)


def file_name(subject: str, frame: pd.DataFrame, filters: Filters, parameters: Collection[str], part: str = "") -> str:
    """Return the name of a file without its ending: schéma, subject, filters, part, date."""
    scheme = filters.scheme
    levels = tuple(f"{level.label} " for level in scheme.levels)
    chosen = [slug(text.split(" : ")[0] if text.startswith(levels) else text) for text in _chosen(filters, parameters)]
    shown = frame["cle"].iloc[0] if "cle" in frame and len(frame) and isinstance(frame["cle"].iloc[0], str) else ""
    series = list(dict.fromkeys(frame["indicateur_id"])) if "indicateurs" in parameters else []
    more = f"et-{len(series) - FEW}-autres" if len(series) > FEW else ""
    place = scheme.territories.get(filters.territoire or "", "") if "territoire" in parameters else ""
    fiche = filters.fiche if "objet" in parameters else None
    own = [shown.removeprefix("dispositif-").removeprefix("mesure-"), *series[:FEW], more, place,
           f"fiche {fiche.code}" if fiche else ""]  # fmt: skip
    whole = f"{slug(scheme.departement)}-{scheme.period}" if {"filtres", "schema"} & set(parameters) else "comparaison"
    words = [whole, slug(subject), *map(slug, own), *chosen, slug(part)]
    return "_".join([*(word for word in words if word), filters.date.isoformat()])
