# A small network on this machine's loopback for the scripts; source it.
# Nodes are ended by the process ids that were written down when they were started.
# shellcheck shell=bash

declare -A RPC P2P IPFS SWARM PID FLAGS
PATIENCE=180

network_new() {
    NETWORK=$(mktemp -d "${TMPDIR:-/tmp}/postern-network.XXXXXX")
    trap network_end EXIT
}

network_pids() { echo "${PID[@]}"; }

network_end() {
    local code=$?
    local name
    for name in "${!PID[@]}"; do stop_node "$name"; done
    if [[ $code == 0 ]]; then
        rm -rf "$NETWORK"
    else
        printf 'The logs of the nodes are in %s\n' "$NETWORK" >&2
        tail -n 15 "$NETWORK"/*.log >&2 || true
    fi
    return "$code"
}

network_keep() { trap - EXIT; }

# wait_for WHAT COMMAND...: until the command succeeds.
wait_for() {
    local what=$1 deadline=$((SECONDS + PATIENCE)) name
    shift
    until "$@"; do
        for name in "${!PID[@]}"; do
            kill -0 "${PID[$name]}" 2>/dev/null || die "the node of $name has ended; see $NETWORK/$name.log"
        done
        ((SECONDS < deadline)) || die "waited $PATIENCE s in vain for $what"
        sleep 0.3
    done
}

# A port that nobody listens on, outside the range that outgoing connections use.
free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 12000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || {
            echo "$port"
            return
        }
    done
}

# rpc NODE METHOD PARAMS: the answer of a JSON-RPC call.
rpc() {
    curl -s -m 10 -H 'Content-Type: application/json' \
        -d "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$2\",\"params\":$3}" "http://127.0.0.1:${RPC[$1]}"
}

answers() {
    rpc "$1" system_health '[]' | jq -e .result >/dev/null 2>&1 &&
        { [[ -z ${IPFS[$1]:-} ]] || curl -s -m 5 -X POST "http://127.0.0.1:${IPFS[$1]}/api/v0/id" | jq -e .ID >/dev/null 2>&1; }
}

best_block() { printf '%d' "$(rpc "$1" chain_getHeader '[]' | jq -r '.result.number // "0x0"')"; }
has_reached() { (($(best_block "$1") >= $2)); }

# start_node NAME FLAGS...: with ports and a folder of its own.
start_node() {
    local name=$1
    shift
    RPC[$name]=$(free_port) P2P[$name]=$(free_port) IPFS[$name]=$(free_port) SWARM[$name]=$(free_port)
    FLAGS[$name]=$(printf '%q ' "$@")
    restart_node "$name"
}

# restart_node NAME: with the ports and flags it had.
restart_node() {
    local name=$1 flags
    eval "flags=(${FLAGS[$name]})"
    "$POSTERN_BIN/postern-node" "${flags[@]}" --name "$name" --base-path "$NETWORK/$name-node" \
        --port "${P2P[$name]}" --rpc-port "${RPC[$name]}" --no-prometheus --no-mdns \
        --ipfs-api-port "${IPFS[$name]}" --ipfs-swarm-port "${SWARM[$name]}" \
        >>"$NETWORK/$name.log" 2>&1 &
    PID[$name]=$!
    wait_for "the node of $name to answer" answers "$name"
}

stop_node() {
    local name=$1
    kill "${PID[$name]}" 2>/dev/null || true
    wait "${PID[$name]}" 2>/dev/null || true
    unset "PID[$name]"
}

# join_network NAME: a full node that follows the chain of `pinner`. The second time,
# the same node comes back.
join_network() {
    local name=$1 peer ipfs_peer
    if [[ -n ${FLAGS[$name]:-} ]]; then
        restart_node "$name"
    else
        peer=$(rpc pinner system_localPeerId '[]' | jq -r .result)
        ipfs_peer=$(curl -s -m 5 -X POST "http://127.0.0.1:${IPFS[pinner]}/api/v0/id" | jq -r .ID)
        start_node "$name" --chain dev --bootnodes "/ip4/127.0.0.1/tcp/${P2P[pinner]}/p2p/$peer" \
            --ipfs-peers "/ip4/127.0.0.1/tcp/${SWARM[pinner]}/p2p/$ipfs_peer"
    fi
    # And one block more: of what is fetched in bulk the transaction pool is not told, so that
    # until a block comes by itself it judges transactions by an older one.
    wait_for "the node of $name to catch up" has_reached "$name" $(($(best_block pinner) + 1))
}
