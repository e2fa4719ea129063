#!/bin/sh
# Stands before the squashfs of an AppImage that is only tested, where the AppImage project's own program for that cannot
# be downloaded. It unpacks into a folder and runs what is there, which AppImages call --appimage-extract-and-run.
set -eu

# electron-builder lays the squashfs right behind this script, whose last line says where that is.
offset=$(awk '{ size += length($0) + 1 } /^: end of the script$/ { print size; exit }' "$0")
APPIMAGE=$(readlink -f "$0")
unpack() { unsquashfs -quiet -no-progress -offset "$offset" -dest "$1" "$APPIMAGE" >/dev/null; }

case "${1:-}" in
  --appimage-offset) echo "$offset"; exit ;;
  --appimage-extract) unpack squashfs-root; exit ;;
  --appimage-extract-and-run) shift ;;
esac

APPDIR=$(mktemp -d)/app
unpack "$APPDIR"
export APPIMAGE APPDIR
# Who started it knows the app by this process: it becomes the app, and another one tidies up after it.
{ tail --pid=$$ -f /dev/null; rm -rf "${APPDIR%/app}"; } >/dev/null 2>&1 &
exec "$APPDIR/AppRun" "$@"
exit 1
: end of the script
