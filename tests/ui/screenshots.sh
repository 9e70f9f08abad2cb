#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# screenshots.sh BUILD FOLDER PAGES PROGRAM [ARGUMENT…]: every page in both languages, light and dark, in both sizes.
# CB_SHOTS narrows it down: a pattern on "language.scheme.size", such as 'zh_CN.light.*'.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../../data/packaging/debian.sh"
build=$1 folder=$2 pages=$3
shift 3
mkdir -p "$folder"
cb_build=$build
export CB_UI_COMPOSITE=1 CB_UI_LOCALEDIR=$build/po GSETTINGS_SCHEMA_DIR=$build/data
for language in zh_CN en; do
  if [ "$language" = en ]; then export LC_ALL=C.UTF-8 LANGUAGE=en; else cb_language "$language"; fi
  for scheme in light dark; do
    for size in 1280x800 1920x1080; do
      suffix=$language.$scheme.$size
      # shellcheck disable=SC2254
      case "$suffix" in ${CB_SHOTS:-*}) ;; *) continue ;; esac
      ADW_DEBUG_COLOR_SCHEME=prefer-$scheme CB_UI_SCREEN=$size \
        "$here/run-ui.sh" "$build/tests/ui/page-walk" "$pages" "$folder" "$suffix" "$@"
    done
  done
done
