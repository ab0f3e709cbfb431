#!/usr/bin/env bash
# Runs what depends on the Node version (state, apply, crashes, command line, demo) on the other supported
# ones. They come from the npm registry, as the one for development does, and are kept in .cache.
set -euo pipefail
cd "$(dirname "$0")/.."

for version in ${NODE_VERSIONS:-22 26}; do
  folder=".cache/node-$version"
  node="$PWD/$folder/node_modules/node/bin/node"
  if [ ! -x "$node" ]; then
    mkdir -p "$folder"
    echo '{ "private": true, "allowScripts": { "node": true } }' >"$folder/package.json"
    npm install --prefix "$folder" --no-audit --no-fund "node@$version"
  fi
  export PATH="${node%/*}:$PATH"
  echo "Node $(node --version)"
  node bin/spendesk-hr.js demo >/dev/null
  node node_modules/vitest/vitest.mjs run test/state test/faults test/cli
done
