"""Judge some faults in the copy of the project where it is started: each in a process made after the imports."""

import os
import signal
import sys
from pathlib import Path

import pytest

from dashboard import app, pages  # noqa: F401  # loaded once for all
from tests.mutants.rules import MUTANTS, place

TESTS = ("tests/suivi/test_engine.py", "tests/suivi/test_progress.py", "tests/suivi/test_pages.py")
QUIETLY = ("-n", "0", "-x", "-p", "no:cacheprovider", "--assert=plain", "--tb=no")
PATIENCE = 600  # seconds
NO_END = "no end"


class First:
    """Writes down the first test that fails."""

    def __init__(self, answer: int) -> None:
        self.answer = answer

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            os.write(self.answer, report.nodeid.encode())


def fails() -> str:
    """Run the tests of the rules until one fails; return which, or nothing."""
    question, answer = os.pipe()
    if child := os.fork():
        os.close(answer)
        with os.fdopen(question, encoding="utf-8") as told:
            seen = told.read()
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status > pytest.ExitCode.TESTS_FAILED:
            raise SystemExit(f"pytest ended with {status}")
        return NO_END if status < 0 else seen
    signal.alarm(PATIENCE)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os._exit(pytest.main([*QUIETLY, *TESTS], [First(answer)]))


def main(ranks: list[int]) -> None:
    """Judge the faults of these ranks; write down the rank of one that survives, else the test that sees it."""
    if seen := fails():
        raise SystemExit(f"The tests fail without any fault: {seen}")
    with Path("verdicts").open("w", encoding="utf-8") as verdicts:
        for rank in ranks:
            path = place(Path(), MUTANTS[rank])
            sound = path.read_text(encoding="utf-8")
            path.write_text(sound.replace(*MUTANTS[rank][1:]), encoding="utf-8")
            seen = fails()
            path.write_text(sound, encoding="utf-8")
            print(f"{'killed  ' if seen else 'SURVIVED'} {rank:3} {path.name} {seen}", flush=True)
            print(seen or rank, file=verdicts)


if __name__ == "__main__":
    main([int(rank) for rank in sys.argv[1:]])
