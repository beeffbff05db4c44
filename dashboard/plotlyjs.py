"""The part of plotly.js that the charts use, a third of the whole, served in place of the whole at Dash's own address.

Usage: python -m dashboard.plotlyjs. It fetches the part once, through npm, and keeps it compressed; without npm, or for
a version of plotly.js that has no digest below, the whole that plotly brings is served.
"""

import gzip
import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import brotli
from flask import Flask, Response, request, send_from_directory
from plotly.offline import get_plotlyjs_version

from dashboard.settings import Settings

ADDRESS = "/_dash-component-suites/plotly/package_data/plotly.min.js"
PACKAGE = "plotly.js-cartesian-dist-min"
FILE = "plotly-cartesian.min.js"
# By version of plotly.js: that of plotly, of the same.
DIGESTS = {"4.1.1": "79542150855a52c567260e3137095dbe2b744e6d702a5cabe67da246942fba7a"}
ENCODINGS = {"br": ".br", "gzip": ".gz"}
DAY_S = 86_400
MINUTES_2 = 120


def register(server: Flask, folder: Path) -> None:
    """Serve the part that stands in a folder, as the browser can read it; nothing where there is none."""
    if not (folder / FILE).exists():
        return

    @server.get(ADDRESS)
    def plotlyjs() -> Response:
        encoding = request.accept_encodings.best_match(ENCODINGS)
        name = FILE + ENCODINGS.get(encoding or "", "")
        answer = send_from_directory(folder, name, mimetype="text/javascript", max_age=DAY_S)
        if encoding:
            answer.headers["Content-Encoding"] = encoding
        answer.vary.add("Accept-Encoding")
        return answer


def fetch(folder: Path) -> str:
    """Fetch the part into a folder and return, in French, what will be served."""
    version = get_plotlyjs_version()
    npm, expected = shutil.which("npm"), DIGESTS.get(version)
    if not npm or not expected:
        return "plotly.js : la bibliothèque entière sera servie (npm absent, ou version sans empreinte connue)."
    try:
        content = _packed(npm, version)
    except (OSError, subprocess.SubprocessError, tarfile.TarError, KeyError) as error:
        return f"plotly.js : la bibliothèque entière sera servie (le registre n’a pas répondu : {error})."
    if hashlib.sha256(content).hexdigest() != expected:
        return "plotly.js : la bibliothèque entière sera servie (empreinte inattendue)."
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{FILE}.br").write_bytes(brotli.compress(content))
    (folder / f"{FILE}.gz").write_bytes(gzip.compress(content))
    (folder / FILE).write_bytes(content)
    return "plotly.js : la partie qui sert aux graphiques sera servie."


def _packed(npm: str, version: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", "--silent", f"{PACKAGE}@{version}"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=MINUTES_2)  # noqa: S603
        [archive] = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as packed:
            member = packed.extractfile(f"package/{FILE}")
            if member is None:
                raise KeyError(FILE)
            return member.read()


if __name__ == "__main__":
    print(fetch(Settings.from_environment().data / "plotly"))
