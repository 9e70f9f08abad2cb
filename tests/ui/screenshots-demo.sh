#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# screenshots-demo.sh BUILD: founds a demo county and writes every page of pages.txt to BUILD/screenshots.
# CB_SHOTS as for screenshots.sh.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../../data/packaging/debian.sh"
build=$1
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

cb_build=$build
cb_language zh_CN
"$build/app/casebookctl/casebookctl" demo "$tmp/county" --households 2000 >/dev/null
# A roster with a good household and one whose number a spreadsheet has destroyed, and a folder for another county.
export CB_ROSTER=$tmp/roster.csv CB_FOUND_DIR=$tmp/new
cat >"$CB_ROSTER" <<'END'
普安镇低保花名册;;;;;;
户编号;姓名;与户主关系;身份证号码;乡镇;城乡类别;本人年收入
1;令狐秀英;户主;510823196503151261;普安镇;农村;3200
2;宇文天佑;户主;5.10802E+17;普安镇;农村;
END

# The last who can log in may do everything a caseworker, reviewer and approver may.
IFS=$'\t' read -r number CB_PASSPHRASE _ < <(tail -1 "$tmp/county.logins.txt")
export CB_PASSPHRASE
CB_SLOT=$(printf %02d "$number")
export CB_SLOT
"$here/screenshots.sh" "$build" "$build/screenshots" "$here/pages.txt" "$build/ui/casebook" --casebook "$tmp/county"
