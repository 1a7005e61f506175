# shellcheck shell=bash
# Child processes that are stopped by the script that started them, by process id. Sourced, never run.
#
# Every child gets its own process group: Ctrl-C in a terminal then reaches only the script, which stops its children one
# after the other. The process id and its start time are kept in $pid_folder, so that a later run can find the processes
# that a killed script left behind, and cannot mistake another process with a reused id for one of them.

declare -A child_pid=()
foreground_pid=
pid_folder=
# File descriptor of the caller's lock: children must not inherit it, or they would hold the lock after the script.
lock_fd=9

# Field 22 of /proc/<pid>/stat. The command name may contain spaces, so fields are counted from its closing bracket.
start_time_of() {
  local stat
  REPLY=
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  read -r -a stat_fields <<<"${stat##*) }"
  REPLY=${stat_fields[19]}
}

# start_child NAME LOG COMMAND…: COMMAND is an executable, or a function that ends with exec, so that the id is the server's.
start_child() {
  local name=$1 log=$2
  shift 2
  set -m
  ("$@") </dev/null >>"$log" 2>&1 {lock_fd}>&- &
  child_pid[$name]=$!
  set +m
  if [[ -n $pid_folder ]] && start_time_of "${child_pid[$name]}"; then
    printf '%s %s\n' "${child_pid[$name]}" "$REPLY" >"$pid_folder/$name"
  fi
}

is_running() { [[ -n ${child_pid[$1]:-} ]] && kill -0 "${child_pid[$1]}" 2>/dev/null; }

# stop_process PID SIGNAL PATIENCE_S: sends the signal, waits, and kills the whole group if that did not help.
stop_process() {
  local pid=$1 deadline=$((SECONDS + $3))
  kill -s "$2" "$pid" 2>/dev/null || return 0
  while kill -0 "$pid" 2>/dev/null; do
    if ((SECONDS >= deadline)); then
      kill -s KILL -- "-$pid" 2>/dev/null || true
      return 1
    fi
    sleep 0.05
  done
}

# stop_child NAME SIGNAL PATIENCE_S
stop_child() {
  local pid=${child_pid[$1]:-}
  [[ -n $pid ]] || return 0
  unset "child_pid[$1]"
  stop_process "$pid" "$2" "$3" || printf '%s did not stop within %s s and was killed\n' "$1" "$3" >&2
  wait "$pid" 2>/dev/null || true
  if [[ -n $pid_folder ]]; then rm -f -- "$pid_folder/$1"; fi
}

# stop_leftover NAME SIGNAL PATIENCE_S: the same for a child of an earlier script that was killed and left it behind.
stop_leftover() {
  local pid start file=$pid_folder/$1
  [[ -f $file ]] || return 0
  read -r pid start <"$file" || true
  if [[ -n $pid ]] && start_time_of "$pid" && [[ $REPLY == "$start" ]]; then
    printf 'Stopping %s (process %s), left behind by an interrupted run\n' "$1" "$pid"
    stop_process "$pid" "$2" "$3" || true
  fi
  rm -f -- "$file"
}

# run_logged LOG COMMAND…: runs to the end like a plain command, but a signal to the script interrupts the wait immediately.
run_logged() {
  local log=$1 status=0
  shift
  set -m
  ("$@") </dev/null >>"$log" 2>&1 {lock_fd}>&- &
  foreground_pid=$!
  set +m
  wait "$foreground_pid" || status=$?
  foreground_pid=
  return "$status"
}

stop_foreground() {
  [[ -n $foreground_pid ]] || return 0
  kill -s TERM -- "-$foreground_pid" 2>/dev/null || true
  wait "$foreground_pid" 2>/dev/null || true
  foreground_pid=
}
