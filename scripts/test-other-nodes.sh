#!/usr/bin/env bash
# Runs what depends on the Node version (state, apply, crashes, command line, demo) on the other supported
# ones. They come from the npm registry, as the one for development does, and are kept in .cache.
set -euo pipefail
cd "$(dirname "$0")/.."
# A test that does not run fails the run (see count-reporter.ts).
export CI=true

for version in ${NODE_VERSIONS:-22 26}; do
  folder=".cache/node-$version"
  node="$PWD/$folder/node_modules/node/bin/node"
  if [ ! -x "$node" ]; then
    mkdir -p "$folder"
    echo '{ "private": true, "allowScripts": { "node": true } }' >"$folder/package.json"
    npm install --prefix "$folder" --no-audit --no-fund "node@$version"
  fi
  export PATH="${node%/*}:$PATH"
  if [ "$(node --print 'process.versions.node.split(".")[0]')" != "$version" ]; then
    echo "The tests would run on Node $(node --version) instead of $version: delete $folder and try again." >&2
    exit 1
  fi
  echo "Node $(node --version)"
  SECONDS=0
  node bin/spendesk-hr.js demo >/dev/null
  node node_modules/vitest/vitest.mjs run test/state test/faults test/cli
  echo "Node $(node --version): $SECONDS seconds"
done
