#!/usr/bin/env bash
# The programs of fixtures/sdks that call AWS for a while, made ready to be mounted or copied into containers.
# Usage: sdks.sh DIR      leaves DIR/go/probe (static), DIR/javascript with its node_modules, DIR/python, DIR/terraform,
#                        and, where there are a JDK and Maven, DIR/java with its jars in lib
set -euo pipefail

dir=$1
here=$(cd "$(dirname "$0")" && pwd)
sources=$here/../../fixtures/sdks

recipe() {
  cat "$here/sdks.sh" && find "$sources" -type f -not -path '*/node_modules/*' | sort | xargs cat
}

is_made() {
  [[ $(recipe | sha256sum) == "$(cat "$dir/recipe" 2>/dev/null)" ]]
}

has_java() {
  command -v javac >/dev/null && command -v mvn >/dev/null
}

make_java() {
  local jars=$dir/java/lib
  mvn -q -B -ntp -f "$sources/java/pom.xml" dependency:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory="$jars" &&
    javac -cp "$jars/*" -d "$dir/java" "$sources/java/Probe.java"
}

# Joined by &&, because bash ignores `set -e` in a function whose status is asked for.
make_all() {
  rm -rf "$dir" &&
    mkdir -p "$dir" &&
    cp -r "$sources"/{javascript,python,terraform} "$dir/" &&
    { go mod download -C "$sources/go" || { sleep 10 && go mod download -C "$sources/go"; }; } &&
    CGO_ENABLED=0 go build -C "$sources/go" -trimpath -ldflags='-s -w' -o "$dir/go/probe" . &&
    npm ci --prefix "$dir/javascript" --no-audit --no-fund --no-update-notifier &&
    { ! has_java || make_java; } &&
    recipe | sha256sum >"$dir/recipe"
}

is_made || make_all >"$dir.log" 2>&1 || { tail -20 "$dir.log" >&2 && exit 1; }
