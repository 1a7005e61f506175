# shellcheck shell=bash
# Builds with a separate compiler server: it keeps the compiler warm from project to project, which halves the time, and ends with
# the build.
# Sourced, never run; needs processes.sh.

# build_logged LOG build|publish TARGET OPTION…
build_logged() {
  local log=$1 server=rtx-build-$$ status=0
  shift
  run_logged "$log" dotnet "$@" -v quiet --nologo -nodeReuse:false \
    -p:UseSharedCompilation=true -p:SharedCompilationId="$server" || status=$?
  pkill -f -- "-pipename:$server" || true
  return "$status"
}
