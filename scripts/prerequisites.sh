# shellcheck shell=bash
# Finds the programs that the scripts need and installs missing Debian packages where it may. Sourced, never run.

dotnet_major=10
postgres_bin=
cluster_defaults=/etc/postgresql-common/createcluster.conf
no_main_cluster='create_main_cluster = off # while packages are being installed'

# The newest installed PostgreSQL of at least version 15: Debian's folders first, then the search path.
find_postgres() {
  local folder version best=0
  postgres_bin=
  for folder in /usr/lib/postgresql/*/bin; do
    [[ -x $folder/initdb && -x $folder/postgres ]] || continue
    version=${folder#/usr/lib/postgresql/}
    version=${version%/bin}
    if [[ $version =~ ^[0-9]+$ ]] && ((version >= 15 && version > best)); then
      best=$version
      postgres_bin=$folder
    fi
  done
  if [[ -z $postgres_bin ]] && command -v postgres >/dev/null && command -v initdb >/dev/null; then
    version=$(postgres --version | grep -oE '[0-9]+' | head -n 1)
    if ((version >= 15)); then postgres_bin=$(dirname -- "$(command -v postgres)"); fi
  fi
  [[ -n $postgres_bin ]]
}

# Fills the array missing_packages with the names of missing Debian packages. Arguments: postgres redis node chromium.
find_missing_packages() {
  local wanted
  missing_packages=()
  command -v curl >/dev/null || missing_packages+=(curl ca-certificates)
  # Trading schedules have time zones; a silo does not start without them.
  [[ -e /usr/share/zoneinfo/Europe/Berlin ]] || missing_packages+=(tzdata)
  for wanted in "$@"; do
    case $wanted in
      postgres) find_postgres || missing_packages+=(postgresql) ;;
      redis) command -v redis-server >/dev/null || missing_packages+=(redis-server) ;;
      node) command -v npm >/dev/null || missing_packages+=(nodejs npm) ;;
      chromium) command -v chromium >/dev/null || missing_packages+=(chromium) ;;
    esac
  done
}

# Debian starts a server as soon as its package is unpacked and creates a first PostgreSQL cluster. Neither is wanted here:
# during the installation a policy forbids the former, unless the machine has its own policy, and a setting turns off the
# latter. Both are restored, even when the installation is interrupted. Runs in a subshell.
install_packages() {
  as_root=()
  if ((EUID != 0)); then as_root=(sudo -n); fi
  made_policy=
  changed_defaults=
  trap put_back_policies EXIT
  if [[ ! -e /usr/sbin/policy-rc.d ]]; then
    made_policy=1
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee /usr/sbin/policy-rc.d >/dev/null
    "${as_root[@]}" chmod 755 /usr/sbin/policy-rc.d
  fi
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y)
  "${apt[@]}" update || return
  if [[ " $* " == *' postgresql '* ]]; then
    "${apt[@]}" install --no-install-recommends postgresql-common || return
    changed_defaults=1
    printf '%s\n' "$no_main_cluster" | "${as_root[@]}" tee -a "$cluster_defaults" >/dev/null
  fi
  "${apt[@]}" install --no-install-recommends "$@"
}

put_back_policies() {
  if [[ -n $made_policy ]]; then "${as_root[@]}" rm -f /usr/sbin/policy-rc.d; fi
  if [[ -n $changed_defaults ]]; then "${as_root[@]}" sed -i "/^$no_main_cluster\$/d" "$cluster_defaults"; fi
}

# The longest TMPDIR that leaves room for socket names in it, which have at most 107 characters.
longest_temporary_folder=60

# A TMPDIR that is relative, missing, not writable or too long would fail late, in one of the programs that we start.
choose_temporary_folder() {
  local folder=${TMPDIR:-/tmp}
  if [[ $folder != /* || ! -d $folder || ! -w $folder || ! -x $folder ]] || ((${#folder} > longest_temporary_folder)); then folder=/tmp; fi
  export TMPDIR=$folder
}

# check_prerequisites LOG WANTED…
check_prerequisites() {
  local log=$1 version
  shift
  choose_temporary_folder
  command -v dotnet >/dev/null || fail "the .NET SDK $dotnet_major is missing: see https://dot.net/download"
  version=$(dotnet --version 2>/dev/null) ||
    fail "the .NET SDK $dotnet_major is missing (global.json asks for it): see https://dot.net/download"
  ((${version%%.*} >= dotnet_major)) || fail "the .NET SDK $dotnet_major is needed, found $version: see https://dot.net/download"
  find_missing_packages "$@"
  ((${#missing_packages[@]} > 0)) || return 0
  if ! command -v apt-get >/dev/null || { ((EUID != 0)) && ! sudo -n true 2>/dev/null; }; then
    fail "missing: ${missing_packages[*]}. Install them, e.g. sudo apt-get install --no-install-recommends ${missing_packages[*]}"
  fi
  printf 'installing %s … ' "${missing_packages[*]}"
  run_logged "$log" install_packages "${missing_packages[@]}" || fail_with_log "installing ${missing_packages[*]} failed" "$log"
  find_missing_packages "$@"
  ((${#missing_packages[@]} == 0)) || fail "still missing after the installation: ${missing_packages[*]}"
}
