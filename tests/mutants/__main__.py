"""Put each fault in a copy of the project, run the tests of the rules there, tell which nobody sees.

`python -m tests.mutants [WORDS…]`: all the faults, or those whose place or text holds one of the words.
"""

import contextlib
import queue
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from tests.mutants.rules import MUTANTS

ROOT = Path(__file__).resolve().parents[2]
TESTS = ("tests/suivi/test_engine.py", "tests/suivi/test_progress.py", "tests/suivi/test_pages.py")
LEAST = 85  # per cent of the faults
WORKERS, PATIENCE = 2, 120
Mutant = tuple[str, str, str]


def copy(folder: Path) -> Path:
    """Copy what the tests need of the project, without what was built."""
    left_out = shutil.ignore_patterns(".*", "*.duckdb*", "__pycache__")
    for name in ("dashboard", "data", "queries", "assets", "docs", "tests"):
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, folder / name, ignore=left_out)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def place(root: Path, mutant: Mutant) -> Path:
    """Return the one file where the rule stands; a rule that moved or changed has to be followed."""
    pattern, old, _ = mutant
    found = [path for path in sorted(root.glob(pattern)) if path.read_text(encoding="utf-8").count(old) == 1]
    if len(found) != 1:
        raise SystemExit(f"{pattern}: this text stands in {len(found)} files instead of one: {old!r}")
    return found[0]


@contextlib.contextmanager
def mutated(root: Path, mutant: Mutant) -> Iterator[None]:
    """Put a fault in a copy, then take it out."""
    path = place(root, mutant)
    sound = path.read_text(encoding="utf-8")
    path.write_text(sound.replace(mutant[1], mutant[2]), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(sound, encoding="utf-8")


def fails(root: Path) -> str:
    """Run the tests of the rules in a copy until one fails; return which, or nothing."""
    command = [sys.executable, "-m", "pytest", "-n", "0", "-x", "-p", "no:cacheprovider", "--tb=no", "-rfE",
               "--assert=plain", *TESTS]  # fmt: skip
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return "no end"
    if done.returncode not in (0, 1):
        raise SystemExit(done.stdout + done.stderr)
    told = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return told[0].split(" - ")[0] if done.returncode else ""


def judged(copies: "queue.Queue[Path]", mutant: Mutant) -> str:
    """Return which test sees a fault, or nothing."""
    root = copies.get()
    try:
        with mutated(root, mutant):
            return fails(root)
    finally:
        copies.put(root)


def main(words: list[str]) -> int:
    """Judge the faults, tell each, return 1 where too many survive."""
    chosen = [m for m in MUTANTS if not words or any(word in text for word in words for text in m)]
    for mutant in MUTANTS:
        place(ROOT, mutant)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(WORKERS) as pool:
        copies: queue.Queue[Path] = queue.Queue()
        for name in range(WORKERS):
            (Path(folder) / str(name)).mkdir()
            copies.put(copy(Path(folder) / str(name)))
        if seen := fails(Path(folder) / "0"):
            raise SystemExit(f"The tests fail without any fault: {seen}")
        survivors = 0
        for (pattern, old, new), seen in zip(chosen, pool.map(partial(judged, copies), chosen), strict=True):
            survivors += not seen
            print(f"{'killed  ' if seen else 'SURVIVED'} {pattern}: {old!r} → {new!r} {seen}", flush=True)
    killed = len(chosen) - survivors
    print(f"{killed} of {len(chosen)} faults killed ({100 * killed / len(chosen):.0f} %), {LEAST} % asked")
    return int(100 * killed < LEAST * len(chosen))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
