#!/usr/bin/env bash
# The container engines and the few tools that the end-to-end suites drive, from Debian's packages.
# Usage: engines.sh        (as root; does nothing where everything is there)
set -euo pipefail

# busybox-static becomes the test image, debootstrap the base of the image with the aws CLI; acl lets the rootless
# user through a directory that is closed to others (see reach.sh); util-linux and bsdutils bring setsid and script;
# fish and bash-completion complete command lines; procps brings the ps that macOS always has.
# gnupg and zip make the toolbox's stand-in for AWS's signed archive; man-db, groff and mandoc read the manual page.
packages=(
  iptables
  podman uidmap fuse-overlayfs slirp4netns netavark
  busybox-static debootstrap
  acl bash-completion bsdutils dash fish gnupg procps util-linux zip zsh
  groff-base man-db mandoc
)
# A machine may have these from elsewhere, and Debian's packages would not go over them.
command -v dockerd >/dev/null || packages+=(docker.io)
command -v runc >/dev/null || packages+=(runc)
command -v kubectl >/dev/null || packages+=(kubernetes-client)

missing_packages() {
  local name
  for name in "${packages[@]}"; do
    [[ $(dpkg-query -W -f '${Status}' "$name" 2>/dev/null) == 'install ok installed' ]] || echo "$name"
  done
}

# A package's daemon must not start by itself: daemons.sh starts one only where none answers, and can then end by its
# process id exactly what it started. A policy that the machine already has is left alone.
forbid_daemons() {
  local policy=/usr/sbin/policy-rc.d
  [[ ! -e $policy ]] || return 0
  trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
}

apt() {
  DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600 "$@" </dev/null
}

install_packages() {
  local log
  log=$(mktemp)
  # One unreachable third-party source must not matter: whether the packages install is what counts.
  apt update >"$log" 2>&1 || { sleep 5 && apt update >"$log" 2>&1; } || true
  # Unsafe I/O: a test machine gains half of the time from dpkg not syncing every file, and has nothing to lose.
  if ! apt install -y --no-install-recommends -o Dpkg::Options::=--force-unsafe-io "$@" >>"$log" 2>&1; then
    tail -n 40 "$log" >&2
    echo "engines: apt-get could not install: $*" >&2
    return 1
  fi
  rm -f "$log"
}

# On a machine with hybrid cgroups crun refuses to run, and podman's default limits cannot be raised: without this file
# neither rootful nor rootless podman starts a container. A configuration that the machine already has is left alone.
configure_podman() {
  local file=/etc/containers/containers.conf
  [[ ! -e $file ]] || return 0
  mkdir -p "${file%/*}"
  cat >"$file" <<'CONF'
[containers]
default_ulimits=["nofile=1024:1024","nproc=1024:1024"]
[engine]
runtime="runc"
CONF
}

# As distributions ship it; slirp4netns of a rootless container opens it.
open_tun() {
  [[ ! -e /dev/net/tun ]] || chmod 666 /dev/net/tun
}

mapfile -t missing < <(missing_packages)
if ((${#missing[@]} > 0)); then
  forbid_daemons
  install_packages "${missing[@]}"
fi
configure_podman
open_tun
