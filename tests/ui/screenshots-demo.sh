#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# screenshots-demo.sh BUILD: founds a demo county and writes every page of pages.txt to BUILD/screenshots.
# CB_SHOTS as for screenshots.sh.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=$1
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

LC_ALL=C.UTF-8 LANGUAGE=zh_CN "$build/app/casebookctl/casebookctl" demo "$tmp/county" --households 2000 >/dev/null
# The last who can log in may do everything a caseworker, reviewer and approver may.
IFS=$'\t' read -r number CB_PASSPHRASE _ < <(tail -1 "$tmp/county.logins.txt")
export CB_PASSPHRASE
CB_SLOT=$(printf %02d "$number")
export CB_SLOT
"$here/screenshots.sh" "$build" "$build/screenshots" "$here/pages.txt" "$build/ui/casebook" --casebook "$tmp/county"
