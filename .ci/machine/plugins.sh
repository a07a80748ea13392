#!/usr/bin/env bash
# The real `docker compose` and `docker build` with BuildKit, which no Debian package here has: plugins of the docker
# client, built from their Go modules, once. Compiling takes both cores for minutes: whoever comes while somebody else
# builds, waits for that.
# Usage: plugins.sh DIR      leaves DIR/docker-compose and DIR/docker-buildx
set -euo pipefail

dir=$1
mkdir -p "$dir"
exec 9>"$dir/lock"
flock 9
# compose is made of much of buildx: with the version that it asks for the two share most of what is compiled.
compose=github.com/docker/compose/v2/cmd@v2.40.3
buildx=github.com/docker/buildx/cmd/buildx@v0.29.1

runs() { # NAME
  "$dir/docker-$1" docker-cli-plugin-metadata 2>/dev/null | grep -qi "$1"
}

build() {
  local module
  module=$(mktemp -d)
  # A module of its own around them: `go install` refuses compose's exclude directives.
  (
    cd "$module"
    go mod init plugins
    go get "$compose" "$buildx" || { sleep 15 && go get "$compose" "$buildx"; }
    mkdir out
    CGO_ENABLED=0 go build -ldflags='-s -w' -o out/ "${compose%@*}" "${buildx%@*}"
    mv out/cmd "$dir/docker-compose"
    mv out/buildx "$dir/docker-buildx"
  ) >"$dir/build.log" 2>&1 || { tail -20 "$dir/build.log" >&2 && return 1; }
  rm -rf "$module"
}

{ runs compose && runs buildx; } || build
for name in compose buildx; do
  runs "$name" || { echo "plugins: $dir/docker-$name does not run" >&2 && exit 1; }
done
