#!/bin/sh
# Installs what the lock file names, unless it is installed already. The check for Node comes before anything that needs it.
set -eu
cd "$(dirname "$0")/.."

node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' || {
  echo "The TypeScript client needs Node 20 or later, with npm." >&2
  exit 1
}

if node ../../peer-chain/localnet/tools/dependencies-in-sync.mjs "$PWD"; then exit 0; fi
exec npm ci --no-audit --no-fund
