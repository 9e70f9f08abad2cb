#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The rules of the house that a compiler does not see.  Speaks TAP.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

shopt -s lastpipe
number=0 failed=0

# clean NAME: reads offending places; none is what we want.
clean ()
{
  local places
  places=$(head -40)
  number=$((number + 1))
  if [ -z "$places" ]; then
    echo "ok $number $1"
  else
    echo "not ok $number $1"
    sed 's/^/# /' <<<"$places"
    failed=1
  fi
}

sources () { find "$@" -type f \( -name "*.c" -o -name "*.h" \) 2>/dev/null | sort; }

# The code of a file without comments and strings, each line with its place.
code ()
{
  local file
  for file; do
    gcc -fpreprocessed -dD -E "$file" 2>/dev/null |
      sed -e 's/"\([^"\\]\|\\.\)*"/""/g' -e "s|^|$file: |"
  done
}

ls -A | grep -vxE 'app|ui|data|po|icons|tests|meson\.build|README\.md|\..*|_build.*' |
  clean "the top level holds only what belongs there"

sources app | xargs -r grep -nE '#[[:space:]]*include[[:space:]]*[<"](gtk/|adwaita|gdk/|gsk/)' |
  clean "nothing in app sees GTK"

sources app/base app/policy ui | xargs -r grep -nE '#[[:space:]]*include[[:space:]]*[<"](sqlite3|sqlcipher)' |
  clean "base, policy and ui never see SQL"

# How far a long job has come may be a fraction; nothing else may.
# shellcheck disable=SC2046
code $(sources app/policy app/casework; ls app/base/cb-money.* 2>/dev/null) |
  grep -E '\b(double|float|gdouble|gfloat|strtod|g_ascii_strtod|atof|g_strtod)\b' |
  grep -vE '\(\*progress\)' |
  clean "no floating point on the way to an amount"

sources ui | grep -v '/cb-tip\.c$' | xargs -r grep -nE '\bgtk_(widget_set_tooltip_(text|markup)|tooltip_set_(text|markup)) \(' |
  clean "tips are shown by cb-tip, which does not break them"

# shellcheck disable=SC2046
code $(sources app ui) | grep -E '\bg_error \(' |
  clean "no g_error in the product"

# A time of day without the machine's zone: cb_clock_format().
# shellcheck disable=SC2046
code $(sources app ui) | grep -E '\b(g_date_time_\w*_local|g_time_zone_new_local|localtime(_r)?|mktime) ?\(' |
  clean "every time is shown in the one zone of the cases"

{
  sources app ui tests
  find app ui data po icons tests -name meson.build 2>/dev/null
} | while read -r file; do head -3 "$file" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' || echo "$file"; done |
  clean "every source names its licence"

find app ui tests -name "*.h" 2>/dev/null | xargs -r grep -L '^#pragma once' |
  clean "every header is read once"

grep -rnE '\b(TODO|FIXME|XXX)\b|[Nn]ot implemented|placeholder([^-_]|$)' \
  --include='*.c' --include='*.h' --include='*.ui' --include='*.sql' --include='*.pack' --include=meson.build app ui data tests 2>/dev/null |
  clean "nothing is left half done"

sources app ui | xargs -r wc -l | awk '$2 != "total" && $1 > 700 { print "# longer than 700 lines: " $2 " (" $1 ")" }'

echo "1..$number"
exit $failed
