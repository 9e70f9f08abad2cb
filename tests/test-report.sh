#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What tests/report.awk makes of a log of Meson's: the counts, and the reasons of what failed.  Speaks TAP.
set -uo pipefail
awk=$(dirname "$0")/report.awk
number=0 failed=0

log ()
{
  cat <<'END'
==================================== 1/3 =====================================
test:         casebook:base / money
result:       exit status 0
----------------------------------- stdout -----------------------------------
1..1
# an ERROR that was expected
ok 1 /money/format
==================================== 2/3 =====================================
test:         casebook:ui / story import
result:       exit status 1
----------------------------------- stdout -----------------------------------
1..2
ok 1 /ui/story/first
# before
not ok /ui/story/import - cb-ui-FATAL-ERROR: nothing matches
Bail out!
----------------------------------- stderr -----------------------------------
chatter
==7==ERROR: AddressSanitizer: heap-use-after-free
    #0 0x1 in show_preview
==================================== 3/3 =====================================
test:         casebook:lint / silent
result:       killed by signal 15 SIGTERM
----------------------------------- stderr -----------------------------------
the last word
==============================================================================
END
  seq -f 'Summary line %g' 3
}

# says NAME OPTION EXPECTED: the report of the log above.
says ()
{
  local out
  out=$(log | awk -v "$2" -f "$awk")
  number=$((number + 1))
  if [ "$out" = "$3" ]; then
    echo "ok $number $1"
  else
    echo "not ok $number $1"
    diff <(echo "$3") <(echo "$out") | sed 's/^/# /'
    failed=1
  fi
}

says "counts" quiet=1 "2 2"
says "reasons" why=1 "== ui / story import: exit status 1
  not ok /ui/story/import - cb-ui-FATAL-ERROR: nothing matches
  Bail out!
  ==7==ERROR: AddressSanitizer: heap-use-after-free
      #0 0x1 in show_preview
== lint / silent: killed by signal 15 SIGTERM
  the last word"
says "cases" quiet=0 "base / money
  ok   /money/format
ui / story import
  ok   /ui/story/first
  FAIL ui / story import: ended with exit status 1 after 1 of 2 cases
lint / silent
  FAIL lint / silent: killed by signal 15 SIGTERM"
echo "1..$number"
exit $failed
