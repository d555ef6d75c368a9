# shellcheck shell=bash
# Hosts for check-cluster and check-scaling: network namespaces of this machine, each behind a link of its own, and
# Open MPI between them. Needs Linux, root, iproute2 and Open MPI. Sourced after prerequisites.sh.
#
#   RATE=1gbit     limits the links (tc's tbf)
#   DELAY=200us    delays packets on each, where the kernel has sch_netem

bridge="ecg$$"
hosts=0

# NAME: ends with a word on what is missing, where something is.
require_hosts() {
  local program
  [ "$(id -u)" -eq 0 ] || { say "$1: only root can make hosts."; exit 77; }
  for program in ip tc mpirun; do
    command -v "$program" >/dev/null || { say "$1: $program is needed and was not found."; exit 69; }
  done
}

# COUNT FOLDER: makes so many hosts; what they need is put into the folder.
make_hosts() {
  hosts="$1"
  agent="$2/agent"
  ip link add "$bridge" type bridge
  ip addr add 10.231.77.254/24 dev "$bridge"
  ip link set "$bridge" up
  for ((i = 1; i <= hosts; i++)); do make_host "$i"; done
  # What mpirun runs in the place of ssh: HOST COMMAND….
  cat >"$agent" <<AGENT
#!/bin/sh
host="\$1"
shift
exec ip netns exec "$bridge-\${host##*.}" sh -c "\$*"
AGENT
  chmod +x "$agent"
  export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
}

remove_hosts() {
  for ((i = 1; i <= hosts; i++)); do ip netns del "$bridge-$i" 2>/dev/null || true; done
  ip link del "$bridge" 2>/dev/null || true
}

# NUMBER: a host of its own network.
make_host() {
  local host="$bridge-$1"
  ip netns add "$host"
  ip link add "v$1$bridge" type veth peer name eth0 netns "$host"
  ip link set "v$1$bridge" master "$bridge" up
  ip -n "$host" addr add "10.231.77.$1/24" dev eth0
  ip -n "$host" link set eth0 up
  ip -n "$host" link set lo up
  limit_link "$1" "${RATE:-}" "${DELAY:-}"
}

# NUMBER RATE DELAY: makes the link of a host as slow as is asked for; nothing for as fast as it is.
limit_link() {
  local host="$bridge-$1"
  tc -n "$host" qdisc del dev eth0 root 2>/dev/null || true
  if [ -n "$3" ]; then
    tc -n "$host" qdisc add dev eth0 root netem ${2:+rate "$2"} delay "$3" limit 100000 || {
      say "This kernel cannot delay packets (it has no sch_netem); leave DELAY out."
      exit 69
    }
  elif [ -n "$2" ]; then
    tc -n "$host" qdisc add dev eth0 root tbf rate "$2" burst 128kb latency 50ms
  fi
}

# N COMMAND…: by N processes of this host.
here() {
  local processes="$1"
  shift
  mpirun --oversubscribe --bind-to none -n "$processes" "$@"
}

# N COMMAND…: by a process on each of N hosts. All of them take the cores of this machine for theirs, so that none
# may be bound to the first.
there() {
  local count="$1" names=""
  shift
  for ((i = 1; i <= count; i++)); do names="$names,10.231.77.$i"; done
  ip netns exec "$bridge-1" mpirun --bind-to none -n "$count" --host "${names#,}" -mca plm_rsh_agent "$agent" \
    -mca btl tcp,self -mca btl_tcp_if_include eth0 -mca oob_tcp_if_include eth0 "$@"
}
