#!/bin/sh
# Chromium for the browser tests: the one already there, else Debian's package when root, else Playwright's own.
set -eu
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
else
    "$1/playwright" install chromium
fi
