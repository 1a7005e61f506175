# shellcheck shell=bash disable=SC2034,SC2154 # what one file sets, another reads
# One silo and one API on this machine, from a Release build. Sourced, never run; needs servers.sh and build.sh.

# use_ports API SILO_HTTP SILO GATEWAY
use_ports() {
  api_port=$1 silo_http_port=$2 silo_port=$3 gateway_port=$4
  api_url=http://localhost:$api_port
  silo_url=http://localhost:$silo_http_port
}

# Without analyzers and documentation, which are for developers: ./test builds with them.
release_options=(-c Release -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false -p:GenerateDocumentationFile=false)

# build_release LOG PROJECT
build_release() { build_logged "$1" build "$2" "${release_options[@]}" || fail_with_log 'the build failed' "$1"; }

# publish_release LOG PROJECT FOLDER OPTION…: compiled for this machine, as in the image.
publish_release() {
  local log=$1 project=$2 folder=$3
  shift 3
  build_logged "$log" publish "$project" "${release_options[@]}" --use-current-runtime --self-contained false \
    -o "$folder" "$@" || fail_with_log 'the build failed' "$log"
}

# build_system LOG
build_system() { build_release "$1" scripts/run.slnf; }

# A given connection string may end with a semicolon and may name a database, which we replace.
database() {
  local base
  base=$(sed -E 's/(^|;) *(Database|DB) *=[^;]*//Ig; s/;+$//' <<<"$postgres_connection")
  REPLY="$base;Database=$1"
}

# The settings of silo, API and migrations. Needs postgres_connection, redis_connection, ports and secrets.
export_settings() {
  export DOTNET_NOLOGO=1 ASPNETCORE_ENVIRONMENT=Development
  export ConnectionStrings__Trading ConnectionStrings__MarketData ConnectionStrings__Orleans ConnectionStrings__Redis
  database rtx_trading
  ConnectionStrings__Trading=$REPLY
  database rtx_market_data
  ConnectionStrings__MarketData=$REPLY
  database rtx_orleans
  ConnectionStrings__Orleans=$REPLY
  ConnectionStrings__Redis=$redis_connection
  export Rtx__Cluster__Clustering=Localhost Rtx__Cluster__ClusterId=local Rtx__Cluster__ServiceId=rtx
  export Rtx__Cluster__SiloPort=$silo_port Rtx__Cluster__GatewayPort=$gateway_port
  export Rtx__Bootstrap__AdministratorName=admin Rtx__Bootstrap__AdministratorPassword=$administrator_password
  export Rtx__Auth__SigningKey=$signing_key
}

# migrate LOG
migrate() {
  run_logged "$1" dotnet silo/bin/Release/net10.0/Rtx.Silo.dll migrate up || fail_with_log 'the migrations failed' "$1"
}

# start_silo LOG
start_silo() {
  start_child silo "$1" run_silo
  await_child silo 180 "$1" answers_http "$silo_url/health/ready"
}

# start_api LOG
start_api() {
  start_child api "$1" run_api
  await_child api 180 "$1" answers_http "$api_url/health/ready"
}

# Both run in their project folder, where their settings and static files are.
run_silo() {
  cd silo || return
  ASPNETCORE_URLS=http://127.0.0.1:$silo_http_port exec dotnet bin/Release/net10.0/Rtx.Silo.dll
}

run_api() {
  cd client-api/Api || return
  ASPNETCORE_URLS=http://127.0.0.1:$api_port exec dotnet bin/Release/net10.0/Rtx.ClientApi.dll
}

stop_system() {
  stop_child api TERM 30
  stop_child silo TERM 45
}
