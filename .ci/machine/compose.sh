#!/usr/bin/env bash
# The real `docker compose`, which no Debian package here has: built from its Go module, once.
# Usage: compose.sh DIR      leaves DIR/docker-compose, a plugin of the docker client
set -euo pipefail

dir=$1
version=v2.40.3

runs() {
  "$dir/docker-compose" docker-cli-plugin-metadata 2>/dev/null | grep -qi compose
}

build() {
  mkdir -p "$dir"
  local module
  module=$(mktemp -d)
  # A module of its own around it: `go install` refuses compose's exclude directives.
  (
    cd "$module"
    go mod init compose
    go get "github.com/docker/compose/v2/cmd@$version"
    CGO_ENABLED=0 go build -o "$dir/docker-compose" github.com/docker/compose/v2/cmd
  ) >"$dir/build.log" 2>&1 || { tail -20 "$dir/build.log" >&2 && return 1; }
  rm -rf "$module"
}

runs || build
runs || { echo "compose: $dir/docker-compose does not run" >&2 && exit 1; }
