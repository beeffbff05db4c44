#!/bin/sh
# What the tests drive: Chromium (the one already there, else Debian's when root, else Playwright's own), LibreOffice and
# poppler-utils (Debian's when root; elsewhere the tests that open them are skipped unless they are installed).
set -eu
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    missing=""
    command -v chromium >/dev/null 2>&1 || missing="chromium"
    command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice-calc"
    command -v pdftotext >/dev/null 2>&1 || missing="$missing poppler-utils"
    [ -z "$missing" ] && exit 0
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086  # several packages
    apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing >/dev/null
elif ! command -v chromium >/dev/null 2>&1; then
    "$1/playwright" install chromium
fi
