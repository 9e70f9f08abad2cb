# SPDX-License-Identifier: GPL-3.0-or-later
# Reads Meson's testlog.txt.  Prints every program with each of its TAP cases; with quiet=1 only "PASSED FAILED"; with
# why=1 only the programs that failed, each with the decisive lines of its log.
# A program that speaks no TAP is one test.  A program that ended badly, or ran fewer cases than it announced,
# without any case having failed, is one failure of its own.

function say(line) { if (!quiet && !why) print line }

# Why the program failed: MOST lines from each line that says so; if none does, as many of the last.
function explain(    i, from)
{
  print "== " program ": " result
  from = n_decisive ? 0 : n_last > MOST ? n_last - MOST : 0
  for (i = from + 1; i <= (n_decisive ? n_decisive : n_last); i++)
    print "  " substr(n_decisive ? decisive[i] : last[(i - 1) % MOST + 1], 1, 400)
}

function keep(line)
{
  last[n_last++ % MOST + 1] = line
  if (line ~ /^not ok |^Bail out!|ERROR|runtime error:/ && line !~ /# *TODO/ && !left)
    left = MOST
  if (left > 0) { left--; decisive[++n_decisive] = line }
}

function finish(    bad, before)
{
  if (program == "")
    return
  before = failed
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
  if (why && failed > before)
    explain()
  program = ""
}

BEGIN { MOST = 40 }

/^test: +/ {
  finish()
  sub(/^test: +/, ""); sub(/^casebook:/, "")
  program = $0; result = ""; plan = ""; ok = notok = skipped = 0; body = 0
  n_decisive = n_last = left = 0
  say(program)
  next
}
program != "" && result == "" && /^result: +/ { sub(/^result: +/, ""); sub(/^\(/, ""); sub(/\)$/, ""); result = $0; next }
program != "" && /^-+ stdout -+$/ { body = said = 1; left = 0; next }
program != "" && /^-+ stderr -+$/ { body = 0; said = 1; left = 0; next }
/^=+( +[0-9]+\/[0-9]+ +=+)?$/ { said = 0; next }
said { keep($0) }
body && /^1\.\.[0-9]+/ { plan = substr($1, 4) + 0; next }
body && /^ok [0-9]+.*# *SKIP/ { skipped++; sub(/^ok [0-9]+ -? ?/, ""); say("  skip " $0); next }
body && /^ok [0-9]+/ { ok++; sub(/^ok [0-9]+ -? ?/, ""); say("  ok   " $0); next }
body && /^not ok [0-9]+.*# *TODO/ { skipped++; next }
body && /^not ok [0-9]+/ { notok++; sub(/^not ok [0-9]+ -? ?/, ""); say("  FAIL " $0); next }

END {
  finish()
  if (quiet)
    print passed + 0, failed + 0
  else if (skip && !why)
    print skip " skipped"
}
