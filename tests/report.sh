# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by tests/run and .ci/run: runs Meson's tests, prints each single one by room and counts them.  Why something
# failed is said once more at the very end: of a long log often only the end is kept.

cb_passed=0
cb_failed=0
# Where the reasons are gathered; a script that is run by another one adds to the other's.
cb_why=${CB_WHY:-$(mktemp)}
[ -n "${CB_WHY:-}" ] || trap 'rm -f "$cb_why"' EXIT

# cb_meson_test DIR [meson test option…]: adds to cb_passed and cb_failed.
cb_meson_test ()
{
  local dir=$1 status=0 counts
  shift
  rm -f "$dir/meson-logs/testlog.txt"
  # No test may wait for somebody to type, and colour only disturbs a log.
  meson test -C "$dir" --no-rebuild --print-errorlogs --num-processes 2 "$@" </dev/null 2>&1 || status=$?
  [ -f "$dir/meson-logs/testlog.txt" ] || { cb_failed=$((cb_failed + 1)); echo "== no test was run in $dir" >>"$cb_why"; return; }
  awk -f "$cb_top/tests/report.awk" "$dir/meson-logs/testlog.txt"
  awk -v why=1 -f "$cb_top/tests/report.awk" "$dir/meson-logs/testlog.txt" >>"$cb_why"
  counts=$(awk -v quiet=1 -f "$cb_top/tests/report.awk" "$dir/meson-logs/testlog.txt")
  cb_passed=$((cb_passed + ${counts% *}))
  cb_failed=$((cb_failed + ${counts#* }))
  # Meson saw a failure that left no trace in the log: it still counts.
  [ "$status" = 0 ] || [ "${counts#* }" != 0 ] || { cb_failed=$((cb_failed + 1)); echo "== meson test in $dir: status $status" >>"$cb_why"; }
}

# cb_verdict: why things failed, then the counts as the last line; fails if anything did.
cb_verdict ()
{
  if [ -s "$cb_why" ]; then
    printf '\n== what failed, and why\n'
    cat "$cb_why"
    echo
  fi
  printf '%d passed, %d failed\n' "$cb_passed" "$cb_failed"
  [ "$cb_failed" = 0 ]
}
