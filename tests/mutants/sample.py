"""Judge a sample of mutmut's mutants of the charts and the filters by the tests of their folders, in a bounded time.

`python -m tests.mutants.sample [NAMES…]`: by default one mutant out of ten, whose number ends in 7.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from dashboard.ingest.build import build
from dashboard.settings import ROOT

SAMPLE = ("*7",)
MINUTES = 20
LEAST = 85  # per cent of the mutants that were reached
UNSEEN = (0, 33)  # what mutmut writes of a mutant that survived, and of one that no test reaches


def reached() -> dict[str, bool]:
    """Return whether each mutant that was run was killed, by its name."""
    found = {}
    for path in sorted((ROOT / "mutants" / "dashboard").rglob("*.meta")):
        codes = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        found |= {name: code not in UNSEEN for name, code in codes.items() if code is not None}
    return found


def main(names: list[str]) -> int:
    """Run mutmut until its end or the end of the time, tell the survivors, return 1 where too many are."""
    mutmut = Path(sys.executable).with_name("mutmut")
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "sdsf.duckdb"
        build(ROOT / "data", base)
        command = [mutmut, "run", "--max-children", "2", *(names or SAMPLE)]
        run = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"SDSF_BASE_DES_TESTS": str(base)})
        try:
            run.wait(60 * MINUTES)
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGINT)
            run.wait()
    found = reached()
    print("SURVIVED", *(name for name, killed in found.items() if not killed), sep="\n    ")
    for folder in sorted({name.split(".")[1] for name in found}):
        own = [killed for name, killed in found.items() if name.split(".")[1] == folder]
        print(f"{folder}: {sum(own)} of {len(own)} killed")
    killed = sum(found.values())
    print(f"{killed} of {len(found)} mutants killed ({100 * killed / max(len(found), 1):.0f} %), {LEAST} % asked")
    return int(100 * killed < LEAST * len(found) or not found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
