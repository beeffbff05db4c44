#!/bin/sh
# What the tests drive: Chromium (the one already there, else Debian's when root, else Playwright's own), LibreOffice and
# poppler-utils (Debian's when root). The tests of what cannot be had are left out, and counted in the last line of a run.
set -eu
told="could not be installed: the tests that need it are left out"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    missing=""
    command -v chromium >/dev/null 2>&1 || missing="chromium"
    command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice-calc"
    command -v pdftotext >/dev/null 2>&1 || missing="$missing poppler-utils"
    [ -z "$missing" ] && exit 0
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq || true
    for package in $missing; do
        apt-get install -y -qq --no-install-recommends "$package" >/dev/null || echo "$package $told"
    done
elif ! command -v chromium >/dev/null 2>&1; then
    "$1/playwright" install chromium || echo "Chromium $told"
fi
