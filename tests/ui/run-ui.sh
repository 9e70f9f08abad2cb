#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# run-ui.sh PROGRAM [ARG…]: runs it on an X display and a session bus of its own, both gone afterwards.
#   CB_UI_SCREEN       size of the screen, 1280x1024 unless told
#   CB_UI_DPI          text resolution; 192 is large text
#   CB_UI_COMPOSITE=1  with a compositor, so that popovers have no black corners in screenshots
# The bus may start only the accessibility bus: a desktop's portals would cost time and fail noisily.  HOME, TMPDIR and
# the XDG folders are empty and private, all in CB_UI_PRIVATE: what a program leaves behind is found there.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
children=
clean ()
{
  # shellcheck disable=SC2086
  [ -z "$children" ] || kill $children 2>/dev/null || :
  rm -rf "$tmp"
}
trap clean EXIT
trap 'exit 143' INT TERM HUP

mkdir "$tmp/services" "$tmp/run" "$tmp/home" "$tmp/tmp"
chmod 700 "$tmp/run"
cp /usr/share/dbus-1/services/org.a11y.Bus.service "$tmp/services/"
sed "s|@dir@|$tmp/services|" "$here/session.conf.in" >"$tmp/session.conf"

mkfifo "$tmp/display"
Xvfb -displayfd 4 -screen 0 "${CB_UI_SCREEN:-1280x1024}x24" -nolisten tcp -noreset 4>"$tmp/display" >"$tmp/xvfb.log" 2>&1 &
children=$!
if ! read -r -t 30 number <"$tmp/display"; then
  cat "$tmp/xvfb.log" >&2
  exit 99
fi

export DISPLAY=":$number" CB_UI_PRIVATE="$tmp" XDG_RUNTIME_DIR="$tmp/run" HOME="$tmp/home" TMPDIR="$tmp/tmp" \
  XDG_CONFIG_HOME="$tmp/home/.config" XDG_DATA_HOME="$tmp/home/.local/share" XDG_CACHE_HOME="$tmp/home/.cache" \
  GDK_BACKEND=x11 GSK_RENDERER="${GSK_RENDERER:-cairo}" ADW_DISABLE_PORTAL=1 GSETTINGS_BACKEND=memory GIO_USE_VFS=local \
  GTK_IM_MODULE=gtk-im-context-simple LC_ALL="${LC_ALL:-C.UTF-8}" NO_AT_BRIDGE=0
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS AT_SPI_BUS_ADDRESS
if [ "${CB_UI_COMPOSITE:-0}" = 1 ]; then
  xcompmgr >/dev/null 2>&1 &
  children="$children $!"
fi
if [ -n "${CB_UI_DPI:-}" ]; then
  echo "Xft.dpi: $CB_UI_DPI" | xrdb -merge
fi

# The accessibility registry greets on the standard output it inherits, which would spoil TAP: it gets stderr, and only
# the program writes to the real one.
exec 3>&1
status=0
dbus-run-session --config-file="$tmp/session.conf" -- bash -c '"$@" >&3' bash "$@" 1>&2 || status=$?
exit $status
