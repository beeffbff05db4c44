"""The list of faults follows the rules: each text still stands once, in one file."""

from dashboard.settings import ROOT
from tests.mutants.rules import MUTANTS, place


def test_each_fault_has_its_place_in_a_rule():
    assert len(set(MUTANTS)) == len(MUTANTS) >= 40
    for mutant in MUTANTS:
        pattern, old, new = mutant
        assert old != new
        assert place(ROOT, mutant).match(pattern)
