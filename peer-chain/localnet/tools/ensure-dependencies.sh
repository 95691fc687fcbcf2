#!/bin/sh
# Installs what the lock file names, unless it is installed already. The check for Node comes before anything that needs it.
set -eu
cd "$(dirname "$0")/.."

command -v node >/dev/null 2>&1 || {
  echo "The local chain needs Node 20 or later, and there is no node on the PATH." >&2
  exit 1
}
node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' || {
  echo "The local chain needs Node 20 or later; this is Node $(node --version)." >&2
  exit 1
}
command -v npm >/dev/null 2>&1 || {
  echo "The local chain needs npm, and there is no npm on the PATH." >&2
  exit 1
}

if node tools/dependencies-in-sync.mjs; then exit 0; fi
exec npm ci --no-audit --no-fund
