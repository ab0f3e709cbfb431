#!/usr/bin/env bash
# Measures how much of the heart its tests hold: changes the code in small ways and looks whether a test
# notices. The tool comes from the npm registry and is kept in .cache, with what earlier runs found out.
set -euo pipefail
cd "$(dirname "$0")/.."

version=10.1.1
tool=.cache/mutation-tool
if [ ! -d "$tool/node_modules/@stryker-mutator/vitest-runner" ]; then
  mkdir -p "$tool"
  echo '{ "private": true }' >"$tool/package.json"
  npm install --prefix "$tool" --no-audit --no-fund --legacy-peer-deps \
    "@stryker-mutator/core@$version" "@stryker-mutator/vitest-runner@$version"
fi
node "$tool/node_modules/@stryker-mutator/core/bin/stryker.js" run "$@"
