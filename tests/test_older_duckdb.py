"""The file as tools made of an older DuckDB read it: every public view, to the last value."""

import subprocess
import sys
import sysconfig

import duckdb
import pytest

from tests.needs import older_duckdb

READ = """
import sys
from hashlib import sha256
sys.path.insert(0, sys.argv[1])
import duckdb
assert duckdb.__version__.startswith(sys.argv[2]), duckdb.__version__
file = duckdb.connect(sys.argv[3], read_only=True)
for (view,) in file.execute("select view_name from duckdb_views() where not internal order by 1").fetchall():
    rows = sorted(map(repr, file.execute(f"select * from {view}").fetchall()))
    print(view, len(rows), sha256("\\n".join(rows).encode()).hexdigest())
"""


def read(library, version, file):
    words = [sys.executable, "-I", "-X", "utf8", "-c", READ, library, version, file]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", timeout=240)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    "release", [pytest.param(name, marks=pytest.mark.needs(f"duckdb-{name}")) for name in ("1-2", "1-5")]
)
def test_every_public_view_reads_the_same(demo, release):
    expected = read(sysconfig.get_path("purelib"), duckdb.__version__, demo.file())
    assert len(expected) == 23
    assert read(older_duckdb(release), release.replace("-", "."), demo.file()) == expected
