#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What data/packaging/debian.sh says and leaves behind when something is in the way.  Nothing is installed: apt-get, dpkg-query, sudo
# and id are others here.  Speaks TAP.
set -uo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
tmp=$(mktemp -d)
trap 'chmod -R u+w "$tmp"; rm -rf "$tmp"' EXIT
number=0 failed=0

# instead NAME: a program of that name that does what standard input says.
instead ()
{
  mkdir -p "$tmp/bin"
  { echo '#!/bin/bash'; cat; } >"$tmp/bin/$1"
  chmod +x "$tmp/bin/$1"
}

# debian CODE: runs it with the functions of debian.sh, on a Debian 13 unless CODE says otherwise.
debian ()
{
  PATH=$tmp/bin:$PATH bash -c 'set -euo pipefail; . "$1/data/packaging/debian.sh"; cb_codename () { echo trixie; }
    cb_build=$2/_build; eval "$3"' bash "$top" "$tmp" "$1" >"$tmp/said" 2>&1
}

# tap NAME [PATTERN]: one TAP line: the last command succeeded, and what was said matches.
tap ()
{
  local status=$?
  number=$((number + 1))
  if [ "$status" = 0 ] && { [ -z "${2:-}" ] || grep -qE "$2" "$tmp/said"; }; then
    echo "ok $number $1"
  else
    echo "not ok $number $1"
    sed 's/^/# /' "$tmp/said"
    failed=1
  fi
}

# fails COMMAND…: succeeds if it does not.
fails () { ! "$@"; }

echo 'installed libfoo 1.0' >"$tmp/installed"
instead dpkg-query <<<"cat '$tmp/installed'"
instead apt-get <<<"echo \"umask \$(umask): \$*\" >>'$tmp/apt'; case \"\$*\" in *update) [ ! -e '$tmp/offline' ] ;; *install*) [ ! -e '$tmp/broken' ] ;; esac"
instead id <<<'echo 0'
instead sudo <<<'exec "$@"'

debian 'cb_need libfoo' && [ ! -e "$tmp/apt" ]
tap "what is there is not installed again"

umask 077
debian 'cb_need libfoo libbar' && grep -q 'umask 0022: .*install.* libbar$' "$tmp/apt"
tap "what is missing is installed, readable for everybody" 'installing libbar$'
umask 022

touch "$tmp/offline"
debian 'cb_need libbar'
tap "a list that cannot be fetched is not in the way"
touch "$tmp/broken"
fails debian 'cb_need libbar'
tap "without a network the packages and the network are named" 'could be installed: libbar\. .*network'
rm "$tmp/offline"
fails debian 'cb_need libbar'
tap "with one only the packages" 'could be installed: libbar\. See above'

fails debian "cb_codename () { echo bookworm; }; cb_backports='$tmp/backports.sources'; cb_need libsqlcipher-dev" && [ ! -e "$tmp/backports.sources" ]
tap "backports added in vain go away again" 'adding bookworm-backports'
rm "$tmp/broken"
debian "cb_codename () { echo bookworm; }; cb_backports='$tmp/backports.sources'; cb_need libsqlcipher-dev" && grep -q '^Suites: bookworm-backports' "$tmp/backports.sources"
tap "and stay when SQLCipher comes from them"

instead id <<<'case "$*" in -u) echo 1000 ;; *) echo liu ;; esac'
instead sudo <<<'exit 1'
fails debian 'cb_need libbar'
tap "without root the packages are named" 'missing, and only root can install them: libbar\.'

# Root may write everywhere, so what is another's is said to be so.
fails debian 'cb_can_write () { false; }; cb_configure "$cb_build"'
tap "a build folder that is another's" 'cannot be written by liu'
mkdir "$tmp/_build"
touch "$tmp/_build/build.ninja"
instead ninja <<<'case "$*" in *-n*) echo "ninja: no work to do." ;; *) exit 1 ;; esac'
debian 'cb_can_write () { false; }; cb_configure "$cb_build"; cb_ninja "$cb_build"'
tap "is taken as it is when it is whole"
instead ninja <<<'echo "[1/1] cc"'
fails debian 'cb_can_write () { false; }; cb_ninja "$cb_build"'
tap "and else said to be in the way" 'belongs to somebody else and is not up to date'

rm "$tmp/_build/build.ninja"
instead meson <<<"mkdir -p '$tmp/_build/meson-private'; touch '$tmp/_build/build.ninja'; exit 1"
fails debian 'cb_configure "$cb_build"' && [ ! -e "$tmp/_build/build.ninja" ] && [ ! -e "$tmp/_build/meson-private" ]
tap "nothing is left half set up" 'could not set up'
instead df <<<'echo Avail; echo 2048'
fails debian 'cb_configure "$cb_build"'
tap "a full disk is named" 'only 2 MB are left'
rm "$tmp/bin/df"

# Also where no locale but C.UTF-8 is there, and LANGUAGE is ignored in that one.
LC_ALL=C.UTF-8 debian 'cb_language zh_CN; echo "$LC_ALL $LANGUAGE $(locale charmap)"'
tap "the language is spoken whatever locales there are" '^zh_CN.UTF-8 zh_CN UTF-8$'
debian 'cb_language xx_XX; echo "$LC_ALL"'
tap "a language that nobody knows is no harm" '^C.UTF-8$'

echo "1..$number"
exit $failed
