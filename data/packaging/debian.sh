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
  libqrencode-dev libxlsxwriter-dev libsqlcipher-dev libssl-dev
  fonts-noto-cjk adwaita-icon-theme librsvg2-common)
cb_packages_test=(
  xvfb dbus dbus-daemon at-spi2-core libatspi2.0-dev xdotool xcompmgr x11-xserver-utils imagemagick
  sqlite3 openssl desktop-file-utils libxml2-utils poppler-utils)
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

cb_as_root ()
{
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    cb_die "this needs root, and there is no sudo: run as root: $*"
  fi
}

cb_apt ()
{
  cb_as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 \
    -o Dpkg::Use-Pty=0 "$@" >&2 </dev/null
}

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

# Debian 12 itself has SQLCipher 3.4; 4.6 is in its backports, which are the distribution's own.
cb_add_backports ()
{
  local targets uri
  targets=$(apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 2>/dev/null || :)
  if grep -q '^bookworm-backports ' <<<"$targets"; then return; fi
  uri=$(awk '$1 == "bookworm" { print $2; exit }' <<<"$targets")
  cb_say "casebook: adding bookworm-backports, where SQLCipher 4.6 is"
  cb_as_root tee /etc/apt/sources.list.d/casebook-backports.sources >/dev/null <<END
Types: deb
URIs: ${uri:-http://deb.debian.org/debian}
Suites: bookworm-backports
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
END
}

# cb_need PACKAGE…: installs what is missing.  Does not touch apt when everything is there.
# Returns 0, and sets cb_installed to yes when something was installed.
cb_need ()
{
  local codename missing module absent=()
  cb_installed=no
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
  if [ "$codename" = bookworm ] && [[ " ${missing[*]} " == *" libsqlcipher-dev "* ]]; then
    cb_add_backports
    missing=("${missing[@]/#libsqlcipher-dev/libsqlcipher-dev/bookworm-backports}" libsqlcipher1/bookworm-backports)
  fi
  cb_apt update || cb_die "the package lists could not be fetched; is there a network?"
  cb_apt install -y --no-install-recommends "${missing[@]}" || cb_die "not everything could be installed; see above"
  cb_installed=yes
}

# cb_configure DIR [meson option…]: once, and again after something was installed.
cb_configure ()
{
  local dir=$1
  shift
  if [ ! -f "$dir/build.ninja" ]; then
    (cd "$cb_top" && meson setup "$dir" "$@" >&2) || cb_die "meson could not set up $dir"
  elif [ "${cb_installed:-no}" = yes ]; then
    (cd "$cb_top" && meson setup --reconfigure "$dir" >&2) || cb_die "meson could not set up $dir again"
  fi
}

# cb_ninja DIR [target…]: quiet when there is nothing to do.
cb_ninja ()
{
  local dir=$1
  shift
  ninja -C "$dir" "$@" >&2
}
