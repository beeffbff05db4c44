"""Compare what two versions show and let carry away: every card of every page, its rows, its slides.

Usage: python benchmarks/compare.py <root before> <root after>. Each version builds its ordinary file and its
demonstration, and answers as its server would, on one day; what differs is printed card by card.
"""

import difflib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

SCHEMES = ("63-2022", "70-2021", "87-2017", "93-2024")
PLACES = {"pilote": "/pilotes/caf", "fiche": "/fiches/63-2022/3", "portrait": "/territoires/200070761"}
FILES = ("ordinaire", "demonstration")
SHOWN = 12  # lines of a difference


def dump(file: str, target: str) -> None:
    """Write what the version of the current folder answers from a file: for each card, words, rows and slides."""
    from dataclasses import replace

    from dashboard.app import create_app
    from dashboard.db import Database
    from dashboard.pages import CARDS, PAGES
    from dashboard.queries import load_queries
    from dashboard.settings import Settings

    settings = replace(Settings.from_environment(), database=Path(file))
    db = Database(settings.database, load_queries(settings.queries))
    app = create_app(db, settings)
    client = app.server.test_client()
    head = {"Host": "127.0.0.1", "Accept-Encoding": ""}
    found: dict[str, Any] = {}
    homes = {}
    for page in PAGES:  # the other version may know its pages as modules
        old = not hasattr(page, "cards")
        name, path = (page.__name__.rsplit(".", 1)[-1], page.PATH) if old else (page.name, page.path)
        homes |= {card.id: PLACES.get(name, path) for card in (page.CARDS if old else page.cards)}
    callbacks = {card: next(key for key in app.callback_map if f"{card}.data-parties" in key) for card in CARDS}
    for scheme in SCHEMES:
        for card, path in homes.items():
            search = f"?schema={scheme}"
            states = {"search": search, "pathname": path, "data-fichier": db.version()}
            states |= {"data-table": "ouverte", "data-vu": "?"}
            body = _question(callbacks[card], app.callback_map[callbacks[card]], states)
            answer = client.post("/_dash-update-component", json=body, headers=head).get_json()["response"]
            rows = client.get(f"/telecharger/{card}.csv{path}{search}", headers=head).get_data(as_text=True)
            found[f"{scheme} {card}"] = {
                "mots": _words(json.loads(answer[card]["data-parties"])),
                "graphique": _marks(answer.get(f"{card}-graphe", {}).get("figure")),
                "lignes": rows.splitlines(),
                "images": _slides(client, f"/image/{card}{path}{search}", head),
            }
    Path(target).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def _question(asked: str, known: dict[str, Any], states: dict[str, str]) -> dict[str, Any]:
    """Return the body by which the browser asks a callback, from the properties that it reads."""
    fill = {part: [{**one, "value": states[one["property"]]} for one in known[part]] for part in ("inputs", "state")}
    names = [place.rsplit(".", 1) for place in asked.strip(".").split("...")]
    outputs = [{"id": component, "property": name} for component, name in names]
    changed = [f"{names[0][0]}.data-vu"]
    return {
        "output": asked,
        "outputs": outputs if asked.startswith("..") else outputs[0],
        "changedPropIds": changed,
        **fill,
    }


def _words(texts: dict[str, str]) -> list[str]:
    return [line for text in texts.values() for line in re.sub(r"<[^>]+>", "\n", text).split("\n") if line.strip()]


def _marks(figure: dict[str, Any] | None) -> list[str]:
    """Return what a chart counts and tells, sorted: its numbers and dates, its hover texts."""
    told: Counter[str] = Counter()
    for trace in (figure or {}).get("data", []):
        told.update(re.sub(r"(<br>|\s)+", " ", text) for text in _flat(trace.get("hovertext")))
        if trace["type"] == "bar":
            told.update(f"barre {x}" for x in trace["x"] if x)
    return sorted(f"{n} × {text}" for text, n in told.items())


def _flat(texts: Any) -> list[str]:
    return [text for one in texts for text in _flat(one)] if isinstance(texts, list) else [str(texts)] * bool(texts)


def _slides(client: Any, address: str, head: dict[str, str]) -> list[str]:
    words = []
    while address:
        answer = client.get(address, headers=head)
        if answer.status_code != 200:
            return words
        slide = answer.get_json()
        words += [str(slide.get("nom")), str(slide.get("message")), *_marks(slide)]
        address = slide.get("suite", "")
    return words


def compared(before: Path, after: Path) -> int:
    """Print what differs and return how many parts of cards do."""
    different = 0
    with tempfile.TemporaryDirectory() as folder:
        for file in FILES:
            told = [_answers(root, file, Path(folder) / str(i)) for i, root in enumerate((before, after))]
            for card in sorted(told[0].keys() | told[1].keys()):
                parts = [one.get(card, {}) for one in told]
                for part in sorted(parts[0].keys() | parts[1].keys()):
                    lines = [
                        line
                        for line in difflib.unified_diff(*(one.get(part, []) for one in parts), lineterm="", n=0)
                        if line[:3] not in ("---", "+++") and not line.startswith("@@")
                    ]
                    if lines:
                        different += 1
                        print(f"{file} {card}, {part} : {len(lines)} lignes", *lines[:SHOWN], sep="\n    ")
    return different


def _answers(root: Path, file: str, folder: Path) -> dict[str, Any]:
    folder.mkdir(exist_ok=True)
    base, target = folder / f"{file}.duckdb", folder / f"{file}.json"
    build = ["construire", "--base", str(base)] if file == FILES[0] else ["demonstration", "--sortie", str(base)]
    run = {"cwd": root, "check": True, "stdout": subprocess.DEVNULL, "env": {**_environment(), "PYTHONPATH": str(root)}}
    subprocess.run([sys.executable, "-m", "dashboard", *build], **run)
    subprocess.run([sys.executable, __file__, "--relever", str(base), str(target)], **run)
    answers: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return answers


def _environment() -> dict[str, str]:
    return os.environ | {"SDSF_AUJOURDHUI": "2026-11-27"}


if __name__ == "__main__":
    if sys.argv[1] == "--relever":
        dump(*sys.argv[2:])
    else:
        print(f"{compared(*map(Path, sys.argv[1:]))} parties de cartes différentes.")
