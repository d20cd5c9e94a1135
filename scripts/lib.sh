# Shared by the scripts of this folder; source it, do not run it.
# shellcheck shell=bash

set -euo pipefail

POSTERN_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Outside the checkout, so that every checkout on a machine shares one build.
POSTERN_CACHE=${POSTERN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/postern}
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$POSTERN_CACHE/target}
POSTERN_BIN=$CARGO_TARGET_DIR/release
# Debian's OpenSSL instead of building a second one.
export OPENSSL_NO_VENDOR=1
# The runtime's own build looks here for the lock file.
export WASM_BUILD_WORKSPACE_HINT=$POSTERN_ROOT

if [[ -t 1 && -z ${NO_COLOR:-} ]]; then
    BOLD=$'\e[1m' GREEN=$'\e[32m' RED=$'\e[31m' DIM=$'\e[2m' PLAIN=$'\e[0m'
else
    BOLD='' GREEN='' RED='' DIM='' PLAIN=''
fi

say() { printf '%s\n' "$*"; }
step() { printf '\n%s%s%s\n' "$BOLD" "$*" "$PLAIN"; }
pass() { printf '  %sok%s  %s\n' "$GREEN" "$PLAIN" "$*"; }
die() {
    printf '%serror:%s %s\n' "$RED" "$PLAIN" "$*" >&2
    exit 1
}

# stage NAME COMMAND...: runs a stage and prints how long it took.
STAGES=()
stage() {
    local name=$1 begin=$SECONDS
    shift
    step "== $name"
    "$@" || die "$name failed after $((SECONDS - begin)) s"
    STAGES+=("$(printf '%-28s %6d s' "$name" $((SECONDS - begin)))")
}

stage_times() {
    step "Time of each stage"
    printf '  %s\n' "${STAGES[@]}" "$(printf '%-28s %6d s' total "$SECONDS")"
}

# as_root COMMAND...: as root, or by sudo where that needs no password.
as_root() {
    if [[ $(id -u) == 0 ]]; then
        "$@"
    else
        sudo -n "$@"
    fi
}
