# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by app/run, tests/run and .ci/run: what the program needs on Debian, and how it is fetched.
# Sets cb_top (the source folder) and cb_build (the build folder).  Wants bash.

cb_top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cb_build=$cb_top/_build

cb_say () { printf '%s\n' "$*" >&2; }
cb_die () { cb_say "casebook: $*"; exit 1; }

cb_packages_build=(
  build-essential meson ninja-build pkgconf gettext appstream
  libgtk-4-dev libadwaita-1-dev libcairo2-dev libsodium-dev libjson-glib-dev libicu-dev libzstd-dev
  libqrencode-dev libxlsxwriter-dev libsqlcipher-dev libssl-dev libxml2-utils
  locales fonts-noto-cjk adwaita-icon-theme librsvg2-common)
cb_packages_test=(
  xvfb dbus dbus-daemon at-spi2-core libatspi2.0-dev xdotool xcompmgr x11-xserver-utils imagemagick
  sqlite3 openssl desktop-file-utils poppler-utils)
cb_packages_ci=(clang libclang-rt-dev)

# What meson.build asks for, as pkg-config knows it (SQLCipher 4.6 goes by its SQLite's number there); only consulted on
# systems that are not Debian 12 or 13.
cb_modules=('gtk4 >= 4.8' 'libadwaita-1 >= 1.2' 'gio-unix-2.0 >= 2.74' 'libsodium >= 1.0.18' json-glib-1.0
  libzstd icu-uc icu-i18n cairo pangocairo libqrencode xlsxwriter 'sqlcipher >= 3.46' libcrypto)

# The Debian release: bookworm, trixie, or nothing.
cb_codename ()
{
  (
    ID= VERSION_CODENAME=
    [ ! -r /etc/os-release ] || . /etc/os-release
    case "$ID:$VERSION_CODENAME" in
      debian:bookworm | debian:trixie) printf '%s' "$VERSION_CODENAME" ;;
    esac
  )
}

# Whether things can be done as root; sudo may ask for a password, on the terminal.
cb_can_be_root ()
{
  [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && sudo true; }
}

# What root writes is for everybody, whatever the umask here: the caches that packages build when they are installed too.
cb_as_root ()
{
  local umasked=(sh -c 'umask 022; exec "$@"' sh "$@")
  if [ "$(id -u)" = 0 ]; then "${umasked[@]}"; else sudo "${umasked[@]}"; fi
}

cb_apt ()
{
  cb_as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 \
    -o Dpkg::Use-Pty=0 "$@" >&2 </dev/null
}

# Without the option apt only warns of a list that it could not fetch.
cb_apt_update () { cb_apt -o APT::Update::Error-Mode=any update; }

# Prints those of the named packages that are not installed (or, SQLCipher, too old).
cb_missing ()
{
  local have pkg version
  have=$(dpkg-query -W -f='${db:Status-Status} ${Package} ${Version}\n' "$@" 2>/dev/null | grep '^installed ' || :)
  for pkg; do
    version=$(awk -v p="$pkg" '$2 == p { print $3; exit }' <<<"$have")
    if [ -z "$version" ]; then
      printf '%s\n' "$pkg"
    elif [ "$pkg" = libsqlcipher-dev ] && dpkg --compare-versions "$version" lt 4.6; then
      printf '%s\n' "$pkg"
    fi
  done
}

cb_backports=/etc/apt/sources.list.d/casebook-backports.sources

# Debian 12 itself has SQLCipher 3.4; 4.6 is in its backports, which are the distribution's own.  They are taken from where
# the machine takes the rest; apt tells that only of lists that it has fetched.  Succeeds if it added them.
cb_add_backports ()
{
  local targets uri format='$(RELEASE) $(REPO_URI)'
  targets=$(apt-get indextargets --format "$format" 2>/dev/null || :)
  if [ -z "$targets" ]; then
    cb_apt_update || :
    targets=$(apt-get indextargets --format "$format" 2>/dev/null || :)
  fi
  if grep -q '^bookworm-backports ' <<<"$targets"; then return 1; fi
  uri=$(awk '$1 == "bookworm" { print $2; exit }' <<<"$targets")
  cb_say "casebook: adding bookworm-backports, where SQLCipher 4.6 is"
  cb_as_root tee "$cb_backports" >/dev/null <<END
Types: deb
URIs: ${uri:-http://deb.debian.org/debian}
Suites: bookworm-backports
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
END
}

# cb_need PACKAGE…: installs what is missing, or gives up and says what is missing and what to do.  Does not touch apt when
# everything is there.
cb_need ()
{
  local codename missing module remedy absent=() added=no updated=yes
  codename=$(cb_codename)
  if [ -z "$codename" ]; then
    command -v meson >/dev/null && command -v pkg-config >/dev/null || absent=(meson pkg-config)
    for module in "${cb_modules[@]}"; do
      pkg-config --exists "$module" 2>/dev/null || absent+=("$module")
    done
    [ ${#absent[@]} = 0 ] ||
      cb_die "this is neither Debian 12 nor 13, and these are missing: ${absent[*]}. Install them and run again."
    return 0
  fi
  mapfile -t missing < <(cb_missing "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  cb_say "casebook: installing ${missing[*]}"
  cb_can_be_root || cb_die "these packages are missing, and only root can install them: ${missing[*]}." \
    "Run this once as root, or as somebody who may use sudo."
  if [ "$codename" = bookworm ] && [[ " ${missing[*]} " == *" libsqlcipher-dev "* ]]; then
    ! cb_add_backports || added=yes
    missing=("${missing[@]/#libsqlcipher-dev/libsqlcipher-dev/bookworm-backports}" libsqlcipher1/bookworm-backports)
  fi
  # A foreign source that cannot be reached need not be in the way of Debian's own.
  cb_apt_update || updated=no
  if ! cb_apt install -y --no-install-recommends "${missing[@]}"; then
    [ "$added" = no ] || cb_as_root rm -f "$cb_backports"
    remedy="See above, put it right and run again."
    [ "$updated" = yes ] || remedy="The package lists could not be fetched: is there a network? Connect, check with apt-get update, and run again."
    cb_die "not all of these packages could be installed: ${missing[*]}. $remedy"
  fi
}

# Whether all of a build folder can be written here; root may have made it, or a part of it.
cb_can_write ()
{
  [ -e "$1" ] || { [ -w "$(dirname "$1")" ]; return; }
  [ -z "$(find "$1" \( -type d -o -name '.ninja_*' \) ! -writable -print -quit 2>&1)" ]
}

# cb_die_in DIR TEXT: with the likeliest reason, if that is it.
cb_die_in ()
{
  local left
  left=$(df -k --output=avail "$1" 2>/dev/null | tail -1)
  [ "${left:-65536}" -ge 65536 ] || cb_die "$2: only $((left / 1024)) MB are left on the disk of $1. Make room and run again."
  cb_die "$2; see above"
}

# cb_configure DIR [meson option…]: once, and again after packages were installed, by whatever clone or hand: what the tests
# need may have been missing the first time.
cb_configure ()
{
  local dir=$1
  shift
  if ! cb_can_write "$dir"; then
    # What somebody else has built whole is taken as it is.
    [ ! -f "$dir/build.ninja" ] || return 0
    cb_die "$dir cannot be written by $(id -un): take a copy of the source that is yours"
  elif [ ! -f "$dir/build.ninja" ]; then
    # Half set up it would pass for set up.
    (cd "$cb_top" && meson setup "$dir" "$@" >&2) ||
      { rm -rf "$dir/build.ninja" "$dir/meson-private"; cb_die_in "$cb_top" "meson could not set up $dir"; }
  elif [ /var/lib/dpkg/status -nt "$dir/build.ninja" ]; then
    (cd "$cb_top" && meson setup --reconfigure "$dir" >&2) || cb_die_in "$dir" "meson could not set up $dir again"
  fi
}

# cb_ninja DIR [target…]: quiet when there is nothing to do.
cb_ninja ()
{
  local dir=$1
  shift
  if cb_can_write "$dir"; then
    ninja -C "$dir" "$@" >&2 || cb_die_in "$dir" "the build failed"
  elif ! grep -q 'no work to do' <<<"$(ninja -n -C "$dir" "$@" 2>&1)"; then
    cb_die "$dir belongs to somebody else and is not up to date: remove it, or take a copy of the source that is yours"
  fi
}

# Whether the locale that the environment asks for is there; one that was never generated silently turns into English.
cb_has_locale () { [ "$(locale charmap 2>/dev/null)" != ANSI_X3.4-1968 ]; }

# cb_language LANGUAGE [LANGUAGES]: lets programs speak it (zh_CN), whatever locales the system has.  LANGUAGE alone over the
# C.UTF-8 that every Debian has was enough until glibc 2.39; since then it is ignored there, and a locale must be found: the
# system's, or one made in the build folder.
cb_language ()
{
  local made=$cb_build/locale/$1.UTF-8
  # The shell cannot follow, and need not.
  { export LC_ALL=$1.UTF-8 LANGUAGE=${2:-$1}; } 2>/dev/null
  cb_has_locale && return
  export LOCPATH=$cb_build/locale
  cb_has_locale && return
  mkdir -p "$LOCPATH" && rm -rf "$made" && localedef -i "$1" -f UTF-8 "$made.$$" >/dev/null 2>&1 && mv "$made.$$" "$made" || rm -rf "$made.$$"
  cb_has_locale && return
  unset LOCPATH
  export LC_ALL=C.UTF-8
}
