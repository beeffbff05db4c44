"""Ask the advisories known of each locked release; say so in one line where they cannot be reached (`make audit`).

Usage: python requirements/audit.py LOCK…, with pip-audit beside this Python. Status 1 when an advisory is known.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from typing import Any

UNREACHED = ("connect", "resolve", "timed out")
Release = Mapping[str, Any]


def asked(lock: str) -> list[Release]:
    """Return what pip-audit knows of each release of a lock, nothing when it reaches no service."""
    words = ["--require-hashes", "--disable-pip", "--progress-spinner", "off", "-f", "json", "-r", lock]
    ended = subprocess.run([sys.executable, "-m", "pip_audit", *words], capture_output=True, text=True, check=False)
    if ended.stdout:
        found: list[Release] = json.loads(ended.stdout)["dependencies"]
        return found
    if any(word in ended.stderr.lower() for word in UNREACHED):
        return []
    raise SystemExit(ended.stderr)


def verdict(releases: Iterable[Release]) -> tuple[int, str]:
    """Return the status and the words for releases: one that was skipped was not audited."""
    by_name = {one["name"]: one for one in releases}
    seen = [one for one in by_name.values() if "vulns" in one]
    known = sorted(f"{one['name']} {one['version']}: {_told(fault)}" for one in seen for fault in one["vulns"])
    if not seen:
        return 0, "No advisory can be reached from here: nothing was audited."
    missed = sorted(by_name.keys() - {one["name"] for one in seen})
    told = f"Locked releases audited: {len(seen)}; known advisories: {len(known)}."
    return int(bool(known)), "\n".join([told, *known, *([f"Not audited: {', '.join(missed)}."] if missed else [])])


def _told(fault: Mapping[str, Any]) -> str:
    return f"{fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no release'}"


if __name__ == "__main__":
    status, words = verdict(release for lock in sys.argv[1:] for release in asked(lock))
    print(words)
    raise SystemExit(status)
