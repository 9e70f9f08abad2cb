# SPDX-License-Identifier: GPL-3.0-or-later
# Reads Meson's testlog.txt.  Prints every program with each of its TAP cases; with quiet=1 only "PASSED FAILED".
# A program that speaks no TAP is one test.  A program that ended badly, or ran fewer cases than it announced,
# without any case having failed, is one failure of its own.

function say(line) { if (!quiet) print line }

function finish(    bad)
{
  if (program == "")
    return
  bad = result !~ /^exit status 0$/
  if (ok + notok + skipped == 0 && plan == "") {
    if (result ~ /exit status 77/) { skip++; say("  skip " program) }
    else if (bad) { failed++; say("  FAIL " program ": " result) }
    else { passed++; say("  ok   " program) }
  } else {
    passed += ok
    failed += notok
    skip += skipped
    if (notok == 0 && (bad || (plan != "" && ok + skipped != plan))) {
      failed++
      say("  FAIL " program ": ended with " result " after " ok " of " (plan == "" ? "?" : plan) " cases")
    }
  }
  program = ""
}

/^test: +/ {
  finish()
  sub(/^test: +/, ""); sub(/^casebook:/, "")
  program = $0; result = ""; plan = ""; ok = notok = skipped = 0; body = 0
  say(program)
  next
}
program != "" && result == "" && /^result: +/ { sub(/^result: +/, ""); sub(/^\(/, ""); sub(/\)$/, ""); result = $0; next }
program != "" && /^-+ stdout -+$/ { body = 1; next }
program != "" && /^-+ stderr -+$/ { body = 0; next }
body && /^1\.\.[0-9]+/ { plan = substr($1, 4) + 0; next }
body && /^ok [0-9]+.*# *SKIP/ { skipped++; sub(/^ok [0-9]+ -? ?/, ""); say("  skip " $0); next }
body && /^ok [0-9]+/ { ok++; sub(/^ok [0-9]+ -? ?/, ""); say("  ok   " $0); next }
body && /^not ok [0-9]+.*# *TODO/ { skipped++; next }
body && /^not ok [0-9]+/ { notok++; sub(/^not ok [0-9]+ -? ?/, ""); say("  FAIL " $0); next }

END {
  finish()
  if (quiet)
    print passed + 0, failed + 0
  else if (skip)
    print skip " skipped"
}
