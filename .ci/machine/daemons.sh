#!/usr/bin/env bash
# The two servers that the end-to-end suites talk to, and what builds in the background. What is started is known by process id and start time, both kept in
# STATEDIR, so that stopping ends exactly that, even when the id has meanwhile gone to another process.
# Usage: daemons.sh start docker STATEDIR       starts dockerd where none answers
#        daemons.sh start moto STATEDIR VENV    starts moto_server; prints VAULTRUN_TEST_STS=http://127.0.0.1:PORT
#        daemons.sh start plugins STATEDIR DIR  starts plugins.sh with what the processors have left; it ends by itself
#        daemons.sh start rootless-aws STATEDIR USER  ditto, rootless-aws.sh
#        daemons.sh stop STATEDIR               ends what was started with this STATEDIR
set -euo pipefail

start_time() { # PID: in clock ticks since boot; fails where there is no such process
  local stat
  { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
  # The second field is the name, in parentheses, and may hold spaces: count from behind it.
  read -ra stat <<<"${stat##*) }"
  echo "${stat[19]}"
}

is_alive() { # PIDFILE
  local pid started
  read -r pid started 2>/dev/null <"$1" || return 1
  [[ $(start_time "$pid") == "$started" ]]
}

launch() { # NAME COMMAND…: in a session of its own, so that no terminal's Ctrl-C or hang-up reaches it
  local name=$1
  shift
  setsid "$@" </dev/null >"$state/$name.log" 2>&1 &
  echo "$! $(start_time $!)" >"$state/$name.pid"
}

wait_until_ready() { # NAME SECONDS TEST…
  local name=$1 deadline=$((SECONDS + $2))
  shift 2
  until "$@"; do
    if ! is_alive "$state/$name.pid" || ((SECONDS >= deadline)); then
      tail -n 30 "$state/$name.log" >&2
      echo "daemons: $name did not become ready" >&2
      return 1
    fi
    sleep 0.1
  done
}

docker_answers() {
  docker info >/dev/null 2>&1
}

# Where /run outlives a restart of the machine, the old daemon's pid file names a process that now is another, and
# dockerd would take that for a running docker.
forget_dead_docker() {
  local file name
  for file in /run/docker.pid /run/docker/containerd/containerd.pid; do
    [[ -e $file ]] || continue
    name=$(cat "/proc/$(<"$file")/comm" 2>/dev/null || true)
    [[ $name == dockerd || $name == containerd ]] || rm -f "$file"
  done
}

start_docker() {
  ! docker_answers || return 0
  forget_dead_docker
  launch dockerd dockerd
  wait_until_ready dockerd 60 docker_answers
}

moto_url() {
  grep -oEm1 'http://127\.0\.0\.1:[0-9]+' "$state/moto.log"
}

moto_answers() {
  moto_url >/dev/null
}

# Port 0: the kernel picks a free one, and moto's log names it once it listens.
start_moto() { # VENV
  if ! is_alive "$state/moto.pid"; then
    launch moto "$1/bin/moto_server" --host 127.0.0.1 --port 0
    wait_until_ready moto 60 moto_answers
  fi
  echo "VAULTRUN_TEST_STS=$(moto_url)"
}

start_behind() { # NAME ARGUMENT…: a script of this folder that ends by itself
  local name=$1
  shift
  launch "$name" nice -n 19 "$(dirname "$0")/$name.sh" "$@"
}

stop() { # NAME: asks, and after half a minute insists (dockerd gives its containers ten seconds each)
  local file=$state/$1.pid pid target deadline=$((SECONDS + 30))
  [[ -e $file ]] || return 0
  read -r pid _ <"$file"
  target=$pid
  # A build or a copy is more than one process, and all of them are of its session.
  [[ $1 != plugins && $1 != rootless-aws ]] || target=-$pid
  if is_alive "$file"; then kill -TERM -- "$target" 2>/dev/null || true; fi
  while is_alive "$file"; do
    if ((SECONDS >= deadline)); then
      kill -KILL -- "$target" 2>/dev/null || true
      break
    fi
    sleep 0.1
  done
  rm -f "$file"
}

case "${1-} ${2-}" in
'start docker') state=$3 && mkdir -p "$state" && start_docker ;;
'start moto') state=$3 && mkdir -p "$state" && start_moto "$4" ;;
'start plugins') state=$3 && mkdir -p "$state" && start_behind plugins "$4" ;;
'start rootless-aws') state=$3 && mkdir -p "$state" && start_behind rootless-aws "$4" "$state" ;;
'stop '?*) state=$2 && stop plugins && stop rootless-aws && stop moto && stop dockerd ;;
*) echo "usage: ${0##*/} start docker|moto|plugins|rootless-aws STATEDIR [DIR|USER] | stop STATEDIR" >&2 && exit 2 ;;
esac
