# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by tests/run and .ci/run: runs Meson's tests, prints each single one by room and counts them.

cb_passed=0
cb_failed=0

# cb_meson_test DIR [meson test option…]: adds to cb_passed and cb_failed.
cb_meson_test ()
{
  local dir=$1 status=0 counts
  shift
  rm -f "$dir/meson-logs/testlog.txt"
  # No test may wait for somebody to type, and colour only disturbs a log.
  meson test -C "$dir" --no-rebuild --print-errorlogs --num-processes 2 "$@" </dev/null 2>&1 || status=$?
  [ -f "$dir/meson-logs/testlog.txt" ] || { cb_failed=$((cb_failed + 1)); return; }
  awk -f "$cb_top/tests/report.awk" "$dir/meson-logs/testlog.txt"
  counts=$(awk -v quiet=1 -f "$cb_top/tests/report.awk" "$dir/meson-logs/testlog.txt")
  cb_passed=$((cb_passed + ${counts% *}))
  cb_failed=$((cb_failed + ${counts#* }))
  # Meson saw a failure that left no trace in the log: it still counts.
  [ "$status" = 0 ] || [ "${counts#* }" != 0 ] || cb_failed=$((cb_failed + 1))
}
