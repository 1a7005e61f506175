# shellcheck shell=bash
# Progress, durations and errors of ./run, ./test, ./bench and ./chaos. Sourced, never run.

# Milliseconds since 1970, without starting a process, for any decimal separator of the locale.
now_ms() {
  local microseconds=${EPOCHREALTIME//[!0-9]/}
  REPLY=$((microseconds / 1000))
}

# "1.2 s" for the milliseconds since $1.
elapsed_since() {
  now_ms
  local tenths=$(((REPLY - $1 + 50) / 100))
  REPLY="$((tenths / 10)).$((tenths % 10)) s"
}

step_number=0
step_total=0
step_started_ms=0
step_open=

begin_step() {
  step_number=$((step_number + 1))
  now_ms
  step_started_ms=$REPLY
  step_open=1
  printf '[%d/%d] %s … ' "$step_number" "$step_total" "$1"
}

end_step() {
  elapsed_since "$step_started_ms"
  step_open=
  printf 'done (%s)\n' "$REPLY"
}

# Prints one line and exits. The caller's EXIT trap stops what was started.
fail() {
  if [[ -n $step_open ]]; then
    printf 'failed\n'
    step_open=
  fi
  printf 'error: %s\n' "$1" >&2
  exit 1
}

# Fails with the end of a log, because the reason is usually there.
fail_with_log() {
  if [[ -n $step_open ]]; then
    printf 'failed\n'
    step_open=
  fi
  printf -- '--- last lines of %s\n' "$2" >&2
  tail -n 15 -- "$2" >&2 || true
  fail "$1"
}
