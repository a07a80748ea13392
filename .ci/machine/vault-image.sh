#!/usr/bin/env bash
# The image that aws-vault runs in for the end-to-end suites, in docker, podman, and the rootless podman of USER: the
# aws-vault that is on PATH, or else the stand-in with the machine's Node. Its user, its home and its entrypoint are of
# no use, for nothing may depend on them.
# Usage: vault-image.sh USER NAME      (as root; USER as made by rootless-user.sh). One that is there is not made again.
set -euo pipefail

user=$1
image=$2
stand_in=$(cd "$(dirname "$0")/../../fixtures/aws-vault" && pwd)
real=$(command -v aws-vault || true)
node=$(node -p process.execPath)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# As in images.sh: what the image is made of is its label.
label=vaultrun.recipe
recipe=$(cat "$0" "$stand_in"/*.js "${real:-$node}" | sha256sum | cut -d' ' -f1)

copy_program() { # FILE TARGET: with the shared libraries that it names
  local library
  install -D -m 0755 "$1" "$root/$2"
  for library in $(ldd "$1" 2>/dev/null | grep -oE '/[^ ]+' || true); do
    install -D -m 0755 "$library" "$root/$library"
  done
}

vault_root() { # a tar file on stdout
  local root=$work/root applet
  mkdir -p "$root"/{bin,etc,tmp}
  chmod 755 "$root"
  chmod 1777 "$root/tmp"
  cp "$(command -v busybox)" "$root/bin/busybox"
  for applet in sh env cat true false sleep id stty tty ls printf echo stat touch; do
    ln -s busybox "$root/bin/$applet"
  done
  if [[ -n $real ]]; then
    copy_program "$real" bin/aws-vault
  else
    copy_program "$node" bin/node
    mkdir -p "$root/lib/aws-vault"
    cp "$stand_in"/*.js "$root/lib/aws-vault/"
    chmod 644 "$root/lib/aws-vault"/*
    # shellcheck disable=SC2016 # the image's shell expands it
    printf '#!/bin/sh\nexec /bin/node /lib/aws-vault/main.js "$@"\n' >"$root/bin/aws-vault"
    chmod 755 "$root/bin/aws-vault"
  fi
  tar --owner=0 --group=0 -C "$root" -c .
}

as_user() {
  su - "$user" -c "$(printf '%q ' "$@")"
}

import() { # ENGINE…
  local found
  found=$("$@" image inspect --format "{{index .Config.Labels \"$label\"}}" "$image" 2>/dev/null || true)
  [[ $found != "$recipe" ]] || return 0
  [[ -e $work/vault.tar ]] || vault_root >"$work/vault.tar"
  "$@" import --change 'ENV PATH=/bin' --change 'ENV HOME=/nowhere' --change 'USER 1000' --change 'ENTRYPOINT ["false"]' \
    --change "LABEL $label=$recipe" - "$image" <"$work/vault.tar" >"$work/import.log" 2>&1 ||
    { cat "$work/import.log" >&2 && return 1; }
}

import docker
import podman
import as_user podman
