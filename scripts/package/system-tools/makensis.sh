#!/bin/sh
# NSIS as electron-builder calls it, but for an installer that is itself a program of 64 bits: Wine needs no second half
# then, whose packages Debian has only where those of another processor are allowed.
set -eu
# Debian's NSIS lacks texts in some of its languages, and says so: that shall not count as an error.
for word; do
  shift
  [ "$word" = -WX ] || set -- "$@" "$word"
done
sed 's#^\(!addplugindir \)/x86-unicode#\1/amd64-unicode#' | exec makensis '-XTarget amd64-unicode' "$@"
