"""The header of a file of the Cnaf: its dataset, its level, the place of each column; all that is missing at once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.cnaf.columns import MODES, Role, column_name, indicator_of, role_of, same
from dashboard.cnaf.problems import SHOWN, short
from dashboard.french import agree
from dashboard.sources.rows import nearest

_FINEST_FIRST = ("com", "epci", "dep", "reg", "nat")
# What a file of a level also says of the territories above, and may leave out.
_PARENTS: Mapping[str, tuple[str, ...]] = {"com": ("epci", "dep"), "epci": ("dep",), "dep": ("reg",)}
FILE_NAME = re.compile(r"(txcouv|nbpla)_pe_(nat|reg|dep|epci|com)(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    """The columns of one file: their printed names, and the places of those that are read."""

    names: tuple[str, ...]
    dataset: str
    level: str
    year: int
    code: int | None
    label: int | None
    nation: int | None
    region: int | None
    values: Mapping[int, str]


def read_header(name: str, cells: Sequence[str], refusals: list[str], notes: list[str]) -> Header | None:
    """Return the header, or nothing with each reason in `refusals`."""
    names = tuple(cell.strip() for cell in cells)
    found = short(", ".join(names), 4 * SHOWN)
    if len(names) < 2:
        sign = next((sign for sign in (",", "\t", "|") if sign in "".join(cells)), None)
        said = (
            f"séparateur « {'tabulation' if sign == chr(9) else sign} »" if sign else f"une seule colonne, « {found} »"
        )
        refusals.append(f"{said} (attendu : des colonnes séparées par « ; »).")
        return None
    roles = [role_of(each) for each in names]
    values = {at: role for at, role in enumerate(roles) if role and role.kind == "valeur"}
    datasets = {role.dataset for role in values.values()}
    if not datasets:
        refusals.append(
            f"colonnes inconnues : {found} (attendu : les noms techniques « annee, numepci, txcouv_psu_col_epci, … » "
            "ou les libellés « Date référence, Numéro EPCI, Taux de couv EAJE PSU, … »)."
        )
        return None
    if len(datasets) > 1:
        refusals.append(f"des taux et des places dans un même fichier : {found} (attendu : les uns ou les autres).")
        return None
    dataset = datasets.pop()
    technical = any(role.technical for role in values.values())
    level = _level(name, roles, refusals, notes)
    columns = _columns(roles, names, refusals)
    wanted = [Role("année"), *(Role("valeur", dataset=dataset, mode=mode) for mode in MODES)]
    if level not in ("", "nat"):
        wanted.append(Role("code", level=level))
    missing = [column_name(role, level, technical) for role in wanted if same(role) not in columns]
    if missing:
        unknown = [each for each, role in zip(names, roles, strict=True) if role is None][: 4 * len(MODES)]
        near = nearest(missing[0], unknown) if len(missing) == 1 else ""
        refusals.append(f"{agree('colonne absente', len(missing))} : {', '.join(missing)} (trouvé : {found}{near}).")
    if refusals:
        return None
    notes += _told_columns(names, roles, level, technical)
    title = FILE_NAME.search(name)
    if title and (title[1].lower(), title[2].lower()) != (dataset, level):
        notes.append(
            f"Le nom du fichier dit « {title[0]} », son en-tête « {dataset}_pe_{level} » : l’en-tête fait foi."
        )
    return Header(
        names,
        dataset,
        level,
        year=columns["année", "", ""],
        code=columns.get(("code", level, "")),
        label=columns.get(("nom", level, "")),
        nation=columns.get(("nation", "nat", "")),
        region=columns.get(("code", "reg", "")) if level == "dep" else None,
        values={at: indicator_of(role) for at, role in values.items()},
    )


def _level(name: str, roles: Sequence[Role | None], refusals: list[str], notes: list[str]) -> str:
    """Return the level, or nothing: said by technical names, else by the finest territory, else by the file name."""
    known = [role for role in roles if role]
    suffixes = {role.level for role in known if role.kind == "valeur"} - {""}
    if len(suffixes) == 1:
        return suffixes.pop()
    if suffixes:
        refusals.append(f"plusieurs niveaux dans un même fichier : {', '.join(sorted(suffixes))} (attendu : un seul).")
        return ""
    told = {role.level for role in known if role.kind in ("code", "nom", "nation")}
    if told:
        return next(level for level in _FINEST_FIRST if level in told)
    if title := FILE_NAME.search(name):
        notes.append(f"L’en-tête ne dit pas le niveau : « {title[2].lower()} » vient du nom du fichier.")
        return title[2].lower()
    refusals.append(
        "niveau non reconnu : ni commune, ni EPCI, ni département, ni région, ni « national » (attendu : une colonne "
        "comme « numdep » ou « Numéro Département », ou un nom de fichier comme « txcouv_pe_nat.csv »)."
    )
    return ""


def _columns(
    roles: Sequence[Role | None], names: Sequence[str], refusals: list[str]
) -> dict[tuple[str, str, str], int]:
    columns: dict[tuple[str, str, str], int] = {}
    for at, role in enumerate(roles):
        first = columns.setdefault(same(role), at) if role else at
        if first != at:
            one, two = short(names[first]), short(names[at])
            refusals.append(f"colonnes en double : « {one} » et « {two} » disent la même chose (attendu : une seule).")
    return columns


def _told_columns(names: Sequence[str], roles: Sequence[Role | None], level: str, technical: bool) -> list[str]:
    notes = []
    ignored = [
        name
        for name, role in zip(names, roles, strict=True)
        if role and (role.kind == "nom" or (role.kind in ("code", "nation") and role.level != level))
    ]
    if ignored:
        notes.append(f"Noms et rattachements ignorés, nos territoires ont les leurs : {', '.join(ignored)}.")
    present = {(role.kind, role.level) for role in roles if role}
    optional = [(kind, parent) for parent in _PARENTS.get(level, ()) for kind in ("code", "nom")]
    if level != "nat":
        optional.insert(0, ("nom", level))
    absent = [column_name(Role(kind, level=of), level, technical) for kind, of in optional if (kind, of) not in present]
    if absent:
        notes.append(f"{agree('Colonne absente', len(absent))}, sans conséquence : {', '.join(absent)}.")
    unknown = [short(name) or "(sans nom)" for name, role in zip(names, roles, strict=True) if role is None]
    if unknown:
        words = agree("Colonne inconnue", len(unknown)), agree("ignorée", len(unknown))
        notes.append(f"{', '.join(words)} : {', '.join(unknown)}.")
    return notes
