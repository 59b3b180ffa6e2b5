# Sourced by the scripts: installs Debian packages that are missing. Asks dpkg first, so that a machine that has them all needs no network.

# as_root COMMAND…: runs it as root, by sudo where needed.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        echo "error: '$*' needs root: run this script as root, or install sudo" >&2
        return 1
    fi
}

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# need_packages NAME…: installs those that are missing; silent when there are none.
need_packages() {
    local package missing=()
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "error: these packages are missing and there is no apt to install them: ${missing[*]}" >&2
        return 1
    fi
    echo "==> installing ${#missing[@]} packages: ${missing[*]}"
    # No output unless it fails: a newcomer wants to see what is being done, not 200 lines of dpkg.
    local log
    log=$(mktemp)
    if ! { as_root apt-get update -qq &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        rm -f "$log"
        echo "error: apt could not install: ${missing[*]}. Is the network up, and is this Debian 12 (bookworm)?" >&2
        return 1
    fi
    rm -f "$log"
}
