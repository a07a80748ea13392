#!/usr/bin/env bash
# The images of the end-to-end suites, made here because no image can be pulled:
#   myimage                 busybox alone; in docker, podman, and the rootless podman of USER
#   debian:bookworm-slim    docker only
#   aws-cli:test            that with Debian's aws CLI (version 2) and boto3; docker only
# Usage: images.sh USER CACHE      (as root; USER as made by rootless-user.sh). An image that is there is not made again.
set -euo pipefail

user=$1
cache=$2

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

applets=(
  sh env cat true false sleep id tty stty sha256sum tar ls kill head wc printf echo stat dd mkdir rm ps od
)

# This file's checksum is the image's label, so that an image by an older recipe is not mistaken for this one.
label=vaultrun.recipe
recipe=$(sha256sum "$0" | cut -d' ' -f1)

busybox_root() { # a tar file on stdout
  local root=$work/busybox applet
  mkdir -p "$root"/{bin,etc,tmp}
  chmod 755 "$root"
  chmod 1777 "$root/tmp"
  cp "$(command -v busybox)" "$root/bin/busybox"
  for applet in "${applets[@]}"; do ln -s busybox "$root/bin/$applet"; done
  # Debian's busybox has no printenv. (A shell drops names that it cannot have, such as a.b: `env` shows those.)
  cat >"$root/bin/printenv" <<'SH'
#!/bin/sh
[ $# -gt 0 ] || exec env
exec busybox awk 'BEGIN { for (i = 1; i < ARGC; i++) if (ARGV[i] in ENVIRON) print ENVIRON[ARGV[i]]; else s = 1; exit s }' "$@"
SH
  chmod 755 "$root/bin/printenv"
  # Found but not executable: status 126, not 127.
  install -m 0644 /dev/null "$root/bin/notexec"
  tar --owner=0 --group=0 -C "$root" -c .
}

as_user() {
  su - "$user" -c "$(printf '%q ' "$@")"
}

# An engine is the words that run it: `docker`, `podman`, `as_user podman`.
is_recent() { # IMAGE ENGINE…
  local image=$1
  shift
  [[ $("$@" image inspect --format "{{index .Config.Labels \"$label\"}}" "$image" 2>/dev/null) == "$recipe" ]]
}

import_busybox() { # ENGINE…
  ! is_recent myimage "$@" || return 0
  [[ -e $work/busybox.tar ]] || busybox_root >"$work/busybox.tar"
  "$@" import --change 'ENV PATH=/bin' --change "LABEL $label=$recipe" - myimage \
    <"$work/busybox.tar" >"$work/import.log" 2>&1 || { cat "$work/import.log" >&2 && return 1; }
}

# The archive is kept: where docker's store was lost, it saves the downloads.
debian_base() {
  local archive=$cache/bookworm.tar root=$work/bookworm
  ! docker image inspect debian:bookworm-slim >/dev/null 2>&1 || return 0
  if [[ ! -e $archive ]]; then
    debootstrap --variant=minbase bookworm "$root" >"$work/debootstrap.log" 2>&1 ||
      { tail -n 30 "$work/debootstrap.log" >&2 && return 1; }
    rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*
    tar --numeric-owner -C "$root" -cf "$archive.part" .
    mv "$archive.part" "$archive"
  fi
  docker import --change 'CMD ["bash"]' "$archive" debian:bookworm-slim >/dev/null
}

# BuildKit's client is in no package: the engine's own builder does, and reaches Debian's packages over the bridge. dpkg is
# quicker without syncing, and without thousands of example and manual pages and descriptions of other services.
aws_cli() {
  ! is_recent aws-cli:test docker || return 0
  DOCKER_BUILDKIT=0 docker build --quiet --label "$label=$recipe" --tag aws-cli:test - <<'DOCKERFILE' >"$work/aws-cli.log" 2>&1 ||
FROM debian:bookworm-slim
RUN printf '%s\n' force-unsafe-io 'path-exclude /usr/share/doc/*' 'path-exclude /usr/share/man/*' \
      'path-exclude /usr/lib/python3/dist-packages/awscli/examples/*' \
      'path-exclude /usr/lib/python3/dist-packages/botocore/data/*/*' \
      'path-include /usr/lib/python3/dist-packages/botocore/data/sts/*' >/etc/dpkg/dpkg.cfg.d/lean \
 && apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends awscli python3-boto3 \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/archives/*.deb
DOCKERFILE
    { tail -n 40 "$work/aws-cli.log" >&2 && return 1; }
}

mkdir -p "$cache"
import_busybox docker
import_busybox podman
import_busybox as_user podman
debian_base
aws_cli
