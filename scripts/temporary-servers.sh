# shellcheck shell=bash disable=SC2119,SC2120,SC2154 # what one file sets, another reads; settings are optional
# PostgreSQL and Redis for one run of ./test or ./bench: on free ports, in a folder that is removed afterwards.
# Sourced, never run; needs servers.sh.

temporary_folder=

# start_temporary_servers [POSTGRES SETTING…]: exports the variables that the fixtures of tests/Testing read.
start_temporary_servers() {
  temporary_folder=$(mktemp -d "${TMPDIR:-/tmp}/rtx-XXXXXXXX")
  # The postgres user must pass through to its own folder.
  chmod 711 "$temporary_folder"
  secret "$temporary_folder/password"
  local password=$REPLY
  find_free_port
  start_postgres "$temporary_folder/postgres" "$REPLY" "$password" "$temporary_folder/postgres.log" "$@"
  find_free_port
  start_redis "$temporary_folder/redis" "$REPLY" "$password" "$temporary_folder/redis.log"
  export RTX_TEST_POSTGRES=$postgres_connection RTX_TEST_REDIS=$redis_connection
}

stop_temporary_servers() {
  stop_foreground
  stop_child api TERM 30
  stop_child silo TERM 45
  stop_servers
  if [[ -n $temporary_folder ]]; then
    remove_postgres_folder "$temporary_folder/postgres"
    rm -rf -- "$temporary_folder"
  fi
}

# Signals end the script through its EXIT trap, and further signals cannot interrupt that.
stop_temporary_servers_at_the_end() {
  trap 'trap "" INT TERM HUP PIPE; set +e; stop_temporary_servers' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}
