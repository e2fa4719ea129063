#!/bin/sh
# Stands for Node where Playwright starts a worker: on a network that nobody else is on, with an address as of a LAN.
export DESKTOP_SESSION_NETWORK=own
exec unshare --net sh -c '
  ip link set lo up &&
    ip link add lan0 type veth peer name lan1 &&
    ip address add 192.168.77.1/24 dev lan0 &&
    ip link set lan1 addrgenmode none up &&
    ip link set lan0 up &&
    exec "$FUTURE_TALK_NODE" "$@"
' sh "$@"
