#!/usr/bin/env bash
# Makes a bare Debian 12 machine ready for the end-to-end suites, and leaves STATEDIR/env, to be sourced, with what they
# need to know of it. Quick where everything is there. Docker's plugins are still being built when this ends, and an
# image is being copied: plugins.sh and rootless-aws.sh wait for them. `daemons.sh stop STATEDIR` ends what this started.
# Usage: prepare.sh STATEDIR      (as root)
set -euo pipefail
umask 022 # the rootless user reads the Nodes in the cache

here=$(cd "$(dirname "$0")" && pwd)
checkout=$(cd "$here/../.." && pwd)
mkdir -p "$1"
state=$(cd "$1" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/vaultrun-ci
user=vaultrun-ci

timed() { # NAME COMMAND…
  local name=$1 began=$SECONDS
  shift
  "$@" || { echo "machine: $name failed" >&2 && return 1; }
  echo "machine: $name ready ($((SECONDS - began)) s)"
}

find_nodes() { "$here/nodes.sh" "$cache/nodes" >"$state/nodes.env"; }
start_moto() { "$here/daemons.sh" start moto "$state" "$cache/moto" >"$state/moto.env"; }

# Two lanes, since one waits for Debian's packages while the other waits for npm and PyPI. Each is joined by &&, because
# bash ignores `set -e` in a function whose status is asked for.
engines_lane() {
  timed engines "$here/engines.sh" &&
    timed dockerd "$here/daemons.sh" start docker "$state" &&
    timed 'rootless user' "$here/rootless-user.sh" "$user" "$checkout" "$cache" &&
    timed images "$here/images.sh" "$user" "$cache" &&
    "$here/daemons.sh" start rootless-aws "$state" "$user" &&
    timed 'vault image' "$here/vault-image.sh" "$user" vault-image
}
registries_lane() {
  timed nodes find_nodes &&
    timed SDKs "$here/sdks.sh" "$cache/sdks" &&
    timed 'moto environment' "$here/moto.sh" "$cache/moto" &&
    timed moto start_moto
}

mkdir -p "$cache"
# Minutes of compiling on a bare machine, for few suites: with what the processors have left until those are run.
"$here/daemons.sh" start plugins "$state" "$cache/plugins"

# However this ends, no lane goes on behind its back and starts a server that nobody would stop.
trap wait EXIT
registries_lane &
registries=$!
failed=0
engines_lane || failed=1
wait "$registries" || failed=1
((failed == 0)) || exit 1

facts() {
  cat "$state/nodes.env" "$state/moto.env"
  echo "VAULTRUN_TEST_IMAGE=myimage"
  echo "VAULTRUN_TEST_AWS_IMAGE=aws-cli:test"
  echo "VAULTRUN_TEST_VAULT_IMAGE=vault-image"
  echo "VAULTRUN_TEST_ROOTLESS_USER=$user"
  echo "VAULTRUN_TEST_PLUGINS=$cache/plugins"
  echo "VAULTRUN_TEST_COMPOSE=$cache/plugins/docker-compose"
  echo "VAULTRUN_TEST_BUILDX=$cache/plugins/docker-buildx"
  echo "VAULTRUN_TEST_SDKS=$cache/sdks"
  echo "VAULTRUN_TEST_BOTO3=$cache/moto/bin/python"
}

facts | while IFS='=' read -r name value; do printf 'export %s=%q\n' "$name" "$value"; done >"$state/env"
echo "machine: ready ($SECONDS s)"
