# shellcheck shell=bash disable=SC2034,SC2154 # what one file sets, another reads
# A private PostgreSQL and Redis on loopback. Sourced, never run; needs console.sh, processes.sh and prerequisites.sh.

postgres_user=rtx
as_postgres=()

# Whether no socket listens on the TCP port $1, on any address.
port_is_free() {
  local wanted local_address state
  printf -v wanted ':%04X' "$1"
  while read -r _ local_address _ state _; do
    if [[ $state == 0A && $local_address == *"$wanted" ]]; then return 1; fi
  done < <(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null)
}

# A free port below the range of ports for outgoing connections.
find_free_port() {
  local attempt
  for ((attempt = 0; attempt < 200; attempt++)); do
    REPLY=$((20000 + RANDOM % 12000))
    if port_is_free "$REPLY"; then return 0; fi
  done
  fail 'no free port between 20000 and 32000'
}

# A secret of 48 hexadecimal digits, created once and kept in the file $1.
secret() {
  if [[ ! -s $1 ]]; then
    (umask 077 && od -An -N24 -tx1 /dev/urandom | tr -d ' \n' >"$1")
  fi
  REPLY=$(<"$1")
}

# PostgreSQL refuses to run as root, so root runs it as the user that Debian's package created.
choose_postgres_account() {
  as_postgres=()
  ((EUID == 0)) || return 0
  id postgres >/dev/null 2>&1 ||
    fail "PostgreSQL does not run as root and there is no user 'postgres': create one, or run this as another user"
  as_postgres=(setpriv --reuid=postgres --regid=postgres --clear-groups --)
}

# make_postgres_folder FOLDER: creates it or, where the postgres user cannot reach it (a checkout in root's home), a link to
# one in /var/lib/rtx, because we must not open a private folder to another user. Sets REPLY to the real folder, because the
# postgres user cannot read the link either.
make_postgres_folder() {
  local folder=$1 elsewhere
  if [[ -e $folder/PG_VERSION ]]; then
    REPLY=$(readlink -f -- "$folder")
    as_postgres_in_root test -r "$REPLY/PG_VERSION" ||
      fail "the postgres user can no longer reach $REPLY: open the folders above it, or start over (./run --fresh)"
    return 0
  fi
  REPLY=$folder
  if ((EUID != 0)); then
    (umask 077 && mkdir -p "$folder")
    return 0
  fi
  remove_postgres_folder "$folder"
  if as_postgres_in_root test -x "${folder%/*}"; then
    install -d -o postgres -g postgres -m 700 "$folder"
    return 0
  fi
  elsewhere=/var/lib/rtx/$(printf '%s' "$folder" | sha256sum | cut -c1-16)
  install -d -m 755 /var/lib/rtx
  rm -rf -- "$elsewhere"
  install -d -o postgres -g postgres -m 700 "$elsewhere"
  ln -s "$elsewhere" "$folder"
  printf 'in %s (the postgres user cannot reach %s) … ' "$elsewhere" "${folder%/*}"
  REPLY=$elsewhere
}

# Removes a data folder created above, even if it is a link.
remove_postgres_folder() {
  if [[ -L $1 ]]; then rm -rf -- "$(readlink -- "$1")"; fi
  rm -rf -- "$1"
}

# PostgreSQL's programs fail in a working directory that their user cannot enter.
as_postgres_in_root() { env -C / "${as_postgres[@]}" "$@"; }

# The password goes through a pipe that the postgres user creates: it could not open a pipe of root's by name, and a file would
# have to be readable to it. Only initdb's status counts: the cat before it cannot fail.
initialize_postgres() {
  local folder=$1 password=$2
  # shellcheck disable=SC2016 # expanded by the inner shell
  as_postgres_in_root sh -c 'cat | "$@" --pwfile=/dev/stdin' sh "$postgres_bin/initdb" -D "$folder" -U "$postgres_user" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-instructions <<<"$password"
}

# start_postgres FOLDER PORT PASSWORD LOG [SETTING…]: sets postgres_connection, a connection string without a database.
start_postgres() {
  local folder=$1 port=$2 password=$3 log=$4 setting
  shift 4
  choose_postgres_account
  make_postgres_folder "$folder"
  folder=$REPLY
  if [[ ! -e $folder/PG_VERSION ]]; then
    run_logged "$log" initialize_postgres "$folder" "$password" || fail_with_log 'initdb failed' "$log"
  fi
  local settings=(-c listen_addresses=127.0.0.1 -c "port=$port" -c unix_socket_directories= -c max_connections=500
    -c shared_buffers=256MB -c max_wal_size=4GB -c jit=off)
  # TimescaleDB must be preloaded, and where it is not installed preloading would fail. A query over a year of day chunks locks
  # each of them.
  if [[ -e $postgres_bin/../lib/timescaledb.so ]]; then
    settings+=(-c shared_preload_libraries=timescaledb -c timescaledb.telemetry_level=off
      -c max_locks_per_transaction=512 -c max_worker_processes=32)
  fi
  for setting in "$@"; do settings+=(-c "$setting"); done
  start_child postgres "$log" env -C / "${as_postgres[@]}" "$postgres_bin/postgres" -D "$folder" "${settings[@]}"
  await_child postgres 60 "$log" "$postgres_bin/pg_isready" -q -h 127.0.0.1 -p "$port"
  postgres_connection="Host=127.0.0.1;Port=$port;Username=$postgres_user;Password=$password"
}

# start_redis FOLDER PORT PASSWORD LOG [OPTION…]: sets redis_connection.
start_redis() {
  local folder=$1 port=$2 password=$3 log=$4
  shift 4
  mkdir -p "$folder"
  start_child redis "$log" run_redis "$password" --bind 127.0.0.1 --port "$port" --dir "$folder" --daemonize no --save '' "$@"
  await_child redis 30 "$log" redis_answers "$port" "$password"
  redis_connection="127.0.0.1:$port,password=$password"
}

# Everybody on the machine can read command lines, so the password comes on standard input.
run_redis() {
  local password=$1
  shift
  exec redis-server - "$@" <<<"requirepass $password"
}

# A ping without redis-cli. While the data set is loading the answer is an error, and the wait continues.
redis_answers() {
  local port=$1 password=$2 answer=
  {
    exec {connection}<>"/dev/tcp/127.0.0.1/$port" || return 1
    printf 'AUTH %s\r\nPING\r\n' "$password" >&"$connection"
    read -r -t 2 answer <&"$connection" || true
    read -r -t 2 answer <&"$connection" || true
    exec {connection}>&-
  } 2>/dev/null
  [[ $answer == +PONG* ]]
}

# await_child NAME SECONDS LOG COMMAND…: waits until COMMAND succeeds; fails immediately if the child dies meanwhile.
await_child() {
  local name=$1 deadline=$((SECONDS + $2)) log=$3 patience_s=$2
  shift 3
  until "$@" >/dev/null 2>&1; do
    is_running "$name" || fail_with_log "$name ended while starting" "$log"
    ((SECONDS < deadline)) || fail_with_log "$name is not ready after $patience_s s" "$log"
    sleep 0.1
  done
}

answers_http() { curl -fsS -o /dev/null --max-time 5 "$1"; }

# Redis saves, PostgreSQL ends its sessions; both keep all committed data.
stop_servers() {
  stop_child redis TERM 20
  stop_child postgres INT 40
}
