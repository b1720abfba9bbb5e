#!/usr/bin/env bash
# The console's own checks (client, texts, types, lint, unit tests, what a first visit loads), then a real browser against
# `fengsui serve` with a replayed intrusion.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v npm >/dev/null; then
  echo "Skipped: the console's tests need Node 20 or newer (it was built with Node from a Python package)"
  exit 0
fi
npm --prefix console run check --silent
node console/build/sizes.mjs
if [ -x /usr/bin/chromium ]; then
  npm --prefix console run e2e --silent
else
  echo "Skipped: the browser tests need /usr/bin/chromium (apt-get install chromium)"
fi
