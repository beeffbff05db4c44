"""One campaign out of its workbooks: who answers what, what is left as it was sent, and what is taken back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from os.path import realpath
from pathlib import Path

from dashboard.french import day as written
from dashboard.french import plural
from dashboard.suivi.characters import apart, brief, visible
from dashboard.suivi.checking import check
from dashboard.suivi.differences import same, words
from dashboard.suivi.model import Campaign, Checked, Identity, Plan, Problem, Received, Row, Sent
from dashboard.suivi.sheets import ACTIONS, DECISIONS, SHEETS, Sheet
from dashboard.suivi.workbook import read_workbook

Rows = dict[Identity, Row]
Said = Sequence[tuple["Book", Row]]


@dataclass(frozen=True)
class Book:
    """One workbook of a campaign: its name among the others, what it says of its sending, what was found in it."""

    name: str
    sent: Sent
    found: Checked
    rows: Mapping[str, Rows] = field(default_factory=dict)

    def says(self, sheet: Sheet, identity: Identity, old: Row | None) -> Row | None:
        """Return the row that a workbook gives, empty when it takes back what was sent, None when it says nothing."""
        emptied = identity in self.found.emptied.get(sheet.name, ()) and old and not self.sent.blank
        return self.rows[sheet.name].get(identity, {} if emptied else None)

    def place(self, sheet: Sheet, identity: Identity, key: str) -> str:
        """Return where a workbook answers: « caf.xlsx, Actions!C2 »."""
        line = self.found.lines[sheet.name][identity]
        return f"{self.name}, {line.sheet}!{line.cells.get(key, line.cells[sheet.identity[0]])}"


def read_campaign(workbooks: Sequence[Path], plan: Plan, day: date, before: Campaign | None = None) -> Checked:
    """Return the answers of all workbooks of a campaign; two that answer the same row differently are a problem.

    Workbooks leave filled with what the campaign `before` said: of two that differ, one left as it was says nothing,
    and a row that one of them empties is an answer taken back, whatever the others left.
    """
    books = [_read(path, name, plan, day) for path, name in zip(workbooks, names_of(workbooks), strict=True)]
    problems = [*_missing(books, plan)]
    for book in books:
        problems += _named(book, _filled_before(book, before), len(books))
        problems += _named(book, book.found.problems, len(books))
    answers: dict[str, tuple[Row, ...]] = {}
    for sheet in SHEETS.values():
        rows, told = _merge(sheet, books, by_identity(sheet, before))
        answers[sheet.name] = tuple(rows.values())
        problems += told
    named = frozenset(code for book in books for code in book.found.actions)
    emptied = {
        name: frozenset(i for book in books if not book.sent.blank for i in book.found.emptied.get(name, ()))
        for name in SHEETS
    }
    received = tuple(_received(book, by_identity(ACTIONS, before)) for book in books)
    return Checked(answers, tuple(problems), named, received, emptied)


def names_of(workbooks: Sequence[Path]) -> list[str]:
    """Return what to call each workbook: its name, with its folders when others have the same."""
    names = [visible(path.name) for path in workbooks]
    places = [Path(realpath(path)) for path in workbooks]  # `resolve` raises on a link that leads to itself
    whole = set(places)
    for depth in range(2, max((len(path.parts) for path in whole), default=0)):
        if len(set(names)) == len(whole):
            break
        twins = {name for name in names if names.count(name) > 1}
        tails = [visible("/".join(place.parts[-depth:])) for place in places]
        names = [tail if name in twins else name for name, tail in zip(names, tails, strict=True)]
    return names


def by_identity(sheet: Sheet, campaign: Campaign | None) -> Rows:
    """Return the rows of a campaign by what identifies them."""
    return _by_identity(sheet, campaign.rows.get(sheet.name, ()) if campaign else ())


def _by_identity(sheet: Sheet, rows: Sequence[Row]) -> Rows:
    return {tuple(row[key] for key in sheet.identity): row for row in rows}


def _read(path: Path, name: str, plan: Plan, day: date) -> Book:
    raws = read_workbook(path)
    found = check(raws, plan, day)
    rows = {sheet.name: _by_identity(sheet, found.rows.get(sheet.name, ())) for sheet in SHEETS.values()}
    return Book(name, raws[0].sent, found, rows)


def _named(book: Book, problems: Sequence[Problem], books: int) -> list[Problem]:
    """Return problems with the name of their workbook, when there are several."""
    return [replace(p, sheet=f"{book.name} · {p.sheet}") for p in problems] if books > 1 else list(problems)


def _missing(books: Sequence[Book], plan: Plan) -> Iterator[Problem]:
    named = {code for book in books for code in book.found.actions}
    missing = [code for code in plan.actions if code not in named]
    if missing and named:
        count = plural(len(missing), "action absente")
        told = f"actions du schéma sans ligne : {', '.join(missing)}"
        yield Problem("à vérifier", ACTIONS.name, "", "", count, told)


def _filled_before(book: Book, before: Campaign | None) -> list[Problem]:
    """Tell a workbook that was filled with an older campaign: what it leaves would undo what was said since."""
    if before is None or book.sent.campaign is None or book.sent.campaign >= before.date:
        return []
    why = f"rempli d’avance avec une campagne plus ancienne que celle du {written(before.date)}, qu’il peut contredire"
    return [Problem("à vérifier", ACTIONS.name, "", "", written(book.sent.campaign), why)]


def _merge(sheet: Sheet, books: Sequence[Book], old: Rows) -> tuple[Rows, list[Problem]]:
    rows: Rows = {}
    problems: list[Problem] = []
    identities = [i for book in books for i in book.rows[sheet.name]]
    identities += [i for book in books for i in book.found.emptied.get(sheet.name, ()) if i in old]
    for identity in dict.fromkeys(identities):
        sent = old.get(identity)
        said = [(book, row) for book in books if (row := book.says(sheet, identity, sent)) is not None]
        changed = [(book, row) for book, row in said if not same(row, sent or {})]
        kept = (changed or said)[0][1] if said else {}
        if kept:
            rows[identity] = kept
        if not all(identity):
            continue  # its code is refused, and told
        if any(not same(row, kept) for _, row in changed):
            problems.append(_conflict(sheet, identity, changed))
        elif changed and not kept:
            problems.append(_taken_back(sheet, identity, changed, said, sent or {}))
        elif sheet is DECISIONS and sent and kept:
            problems += _let_go(identity, books, said)
    return rows, problems


def _conflict(sheet: Sheet, identity: Identity, changed: Said) -> Problem:
    """Tell what each workbook answers, and where."""
    told = []
    for f in sheet.fields:
        values = [row.get(f.key) for _, row in changed]
        if not f.locked and f.key not in sheet.identity and any(not same(v, values[0]) for v in values):
            said = apart([words(value, f) for value in values])
            places = [book.place(sheet, identity, f.key) for book, _ in changed]
            told.append(f"{f.header} : " + ", ".join(f"« {w} » ({p})" for w, p in zip(said, places, strict=True)))
    why = "deux classeurs y répondent différemment, un seul est attendu – " + " ; ".join(told)
    return Problem("bloquant", sheet.name, "", "", _code(identity), why)


def _taken_back(sheet: Sheet, identity: Identity, changed: Said, said: Said, sent: Row) -> Problem:
    """Tell an answer that a pilote empties, and the workbooks that left it as it was sent."""
    before = ", ".join(
        f"{f.header} « {brief(words(sent[f.key], f))} »"
        for f in sheet.fields
        if not f.locked and f.key not in sheet.identity and sent.get(f.key) not in (None, "", ())
    )
    left = [book.name for book, row in said if row]
    others = f" ; {', '.join(left)} la laisse comme envoyée, elle ne revient pas pour autant" if left else ""
    where = " et ".join(book.place(sheet, identity, sheet.identity[0]) for book, _ in changed)
    why = f"réponse retirée, la ligne est vidée ({where}) ; elle disait : {before}{others}"
    return Problem("à vérifier", sheet.name, "", "", _code(identity), why)


def _let_go(identity: Identity, books: Sequence[Book], said: Said) -> Iterator[Problem]:
    """Tell a decision that a workbook filled with it no longer holds, while another does."""
    saying = [book.name for book, _ in said]
    filled = [book.name for book in books if book.sent.campaign and DECISIONS.name in book.found.rows]
    gone = ", ".join(name for name in filled if name not in saying)
    if gone:
        why = f"décision retirée de {gone}, que {', '.join(saying)} porte encore : retirez-la partout, ou remettez-la"
        yield Problem("bloquant", DECISIONS.name, "", "", _code(identity), why)


def _code(identity: Identity) -> str:
    return " / ".join(map(str, identity))


def _received(book: Book, old: Rows) -> Received:
    rows = book.rows[ACTIONS.name]
    kept = tuple(i[0] for i, row in rows.items() if i in old and same(row, old[i]))
    taken = tuple(i[0] for i in old if book.says(ACTIONS, i, old[i]) == {})
    renewed = tuple(i[0] for i in rows if i[0] and i[0] not in kept)
    return Received(book.name, book.sent.pilote, tuple(sorted(book.found.actions)), renewed, kept, taken)
