#!/usr/bin/env bash
# A local AWS: moto_server in a Python environment of its own, whose STS hands out the sessions of the end-to-end suites.
# Usage: moto.sh VENV      makes VENV when it lacks; daemons.sh runs VENV/bin/moto_server
set -euo pipefail

venv=$1

# Running it is the test: an environment outlives the Python that it was made with.
runs() {
  "$venv/bin/moto_server" --help >/dev/null 2>&1
}

# Debian's python3 has no ensurepip without python3-venv; the machine's own pip can then fill the environment.
create() {
  rm -rf "$venv"
  if python3 -m venv "$venv" >/dev/null 2>&1; then
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
  else
    python3 -m venv --clear --without-pip "$venv"
    pip --python "$venv/bin/python" install --quiet --disable-pip-version-check "$@"
  fi
}

# The server's two own dependencies by name: the extra moto[server] brings every service's, and takes twice as long.
runs || create moto==5.2.5 flask flask-cors
runs || { echo "moto: $venv/bin/moto_server does not run" >&2 && exit 1; }
