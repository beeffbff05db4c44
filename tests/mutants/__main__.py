"""Put each fault in a copy of the project, run the tests of the rules there, tell which nobody sees (posix only).

`python -m tests.mutants [WORDS…]`: all the faults, or those whose place or text holds one of the words.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutants.rules import MUTANTS, place

ROOT = Path(__file__).resolve().parents[2]
LEAST = 85  # per cent of the faults
WORKERS = 2


def copy(folder: Path) -> Path:
    """Copy what the tests need of the project, without what was built."""
    left_out = shutil.ignore_patterns(".*", "*.duckdb*", "__pycache__")
    for name in ("dashboard", "data", "queries", "assets", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=left_out)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def main(words: list[str]) -> int:
    """Judge the faults in several copies at once, tell each, return 1 where too many survive."""
    ranks = [
        rank for rank, mutant in enumerate(MUTANTS) if not words or any(w in part for w in words for part in mutant)
    ]
    for mutant in MUTANTS:
        place(ROOT, mutant)
    with tempfile.TemporaryDirectory() as folder:
        judges = []
        for first in range(min(WORKERS, len(ranks))):
            own = copy(Path(folder) / str(first))
            command = [sys.executable, "-m", "tests.mutants.judge", *map(str, ranks[first::WORKERS])]
            judges.append(subprocess.Popen(command, cwd=own))
        done = [judge.wait() for judge in judges]
        if any(done):
            return 2
        seen = [line for verdict in Path(folder).glob("*/verdicts") for line in verdict.read_text().splitlines()]
    survivors = sorted(int(line) for line in seen if line.isdigit())
    for rank in survivors:
        print("SURVIVED", *MUTANTS[rank], sep="\n    ")
    killed = len(ranks) - len(survivors)
    print(f"{killed} of {len(ranks)} faults killed ({100 * killed / len(ranks):.0f} %), {LEAST} % asked")
    return int(100 * killed < LEAST * len(ranks))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
