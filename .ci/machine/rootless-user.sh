#!/usr/bin/env bash
# An ordinary user for rootless podman, who can read the given directories.
# Usage: rootless-user.sh NAME [DIRECTORY…]      (as root)
set -euo pipefail

user=$1
shift

# useradd also gives the ranges of /etc/subuid and /etc/subgid that rootless podman maps ids to.
create() {
  id "$user" >/dev/null 2>&1 || useradd --create-home --shell /bin/sh "$user"
}

# What logind does at a login, for machines that have none: the private directory, and the variable for every
# `su - NAME -c …` by way of the profile.
runtime_directory() {
  local home directory
  home=$(getent passwd "$user" | cut -d: -f6)
  directory=/run/user/$(id -u "$user")
  mkdir -p /run/user
  install -d -m 0700 -o "$user" -g "$(id -g "$user")" "$directory"
  # shellcheck disable=SC2016 # the profile expands it
  grep -qs XDG_RUNTIME_DIR "$home/.profile" || echo 'export XDG_RUNTIME_DIR="/run/user/$(id -u)"' >>"$home/.profile"
}

can() { # TEST PATH
  runuser -u "$user" -- test "$1" "$2"
}

# A checkout or a cache may lie in a directory that is closed to others (root's home is 0700). This user alone may then
# pass through it, without listing it; the rights of everybody else stay as they are.
let_through() { # DIRECTORY
  [[ $1 == / ]] || let_through "$(dirname "$1")"
  can -x "$1" || setfacl --modify "u:$user:x" "$1"
}

# What lies in a given directory is readable by its own mode; the directory itself may not be (mktemp -d makes it 0700).
let_read() { # DIRECTORY
  local directory
  directory=$(realpath "$1")
  let_through "$(dirname "$directory")"
  { can -r "$directory" && can -x "$directory"; } || setfacl --modify "u:$user:rX" "$directory"
}

create
runtime_directory
for directory in "$@"; do let_read "$directory"; done
