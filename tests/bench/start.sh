#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# start.sh ROUNDS CASEBOOK-PROGRAM EMPTY-PROGRAM DIR: time from start to a mapped window, in turns; on an X display (tests/ui/run-ui.sh).
# Prints both medians and their ratio (budget 1.3).
set -eu
rounds=$1 casebook=$2 empty=$3 dir=$4

once ()
{
  local from to pid
  from=$(date +%s%N)
  "$@" >/dev/null 2>&1 &
  pid=$!
  # Ends as soon as the window of that process is on the screen.
  while ! xdotool search --onlyvisible --pid "$pid" >/dev/null 2>&1; do
    kill -0 "$pid" 2>/dev/null || { echo "start.sh: $1 ended before it showed a window" >&2; exit 1; }
  done
  to=$(date +%s%N)
  kill "$pid"
  wait "$pid" 2>/dev/null || :
  echo $(((to - from) / 1000))
}

ours= theirs=
for ((i = 0; i <= rounds; i++)); do
  a=$(once "$casebook" --casebook "$dir")
  b=$(once "$empty")
  # The first of each warms the page cache.
  [ "$i" = 0 ] || { ours+="$a"$'\n'; theirs+="$b"$'\n'; }
done
median () { sort -n | awk 'NF { v[++n] = $1 } END { print v[int((n + 1) / 2)] }'; }
o=$(median <<<"$ours") t=$(median <<<"$theirs")
awk -v o="$o" -v t="$t" 'BEGIN { printf "start to the unlock window: %.0f ms, an empty window: %.0f ms, ratio %.2f (budget 1.30)\n", o / 1000, t / 1000, o / t }'
