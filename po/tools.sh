# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by po/update and po/check.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
export LC_ALL=C.UTF-8

# Every source that has something to translate, sorted.
po_sources ()
{
  {
    grep -rlE --include='*.c' --include='*.h' '\b(_|N_|C_|NC_|Q_|ngettext|g_dngettext|g_dpgettext2?) ?\("' app ui || :
    grep -rl --include='*.ui' 'translatable="\(yes\|true\|1\)"' ui || :
    ls data/*.desktop.in data/*.metainfo.xml.in
  } 2>/dev/null | sort
}

# po_extract OUT: what the sources say now.  Sorted by text and without line numbers, so that two people who add
# strings seldom touch the same lines.
po_extract ()
{
  po_sources >"$1.files"
  xgettext --from-code=UTF-8 --files-from="$1.files" --output="$1" --sort-output --add-location=file --no-wrap \
    --keyword=_ --keyword=N_ --keyword=Q_:1g --keyword=C_:1c,2 --keyword=NC_:1c,2 --keyword=ngettext:1,2 \
    --keyword=g_dngettext:2,3 --keyword=g_dpgettext2:2c,3 \
    --flag=_:1:pass-c-format --flag=N_:1:pass-c-format --flag=C_:2:pass-c-format --flag=ngettext:1:pass-c-format \
    --flag=ngettext:2:pass-c-format --flag=g_strdup_printf:1:c-format --flag=g_string_append_printf:2:c-format \
    --add-comments=TRANSLATORS --package-name=casebook
  rm -f "$1.files"
  [ -s "$1" ] && sed -i -e '/^"POT-Creation-Date:/d' "$1"
}
