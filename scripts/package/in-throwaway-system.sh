#!/bin/sh
# in-throwaway-system.sh FOLDER COMMAND…: runs the command where it may write what it likes. Runs as root, in a mount
# namespace of its own: what is written below /etc, /opt, /usr and /var goes into FOLDER, and is gone with the namespace.
set -eu
folder=$1
shift

mount -t tmpfs tmpfs "$folder"
for part in etc opt usr var; do
  mkdir "$folder/$part" "$folder/.$part"
  mount -t overlay overlay -o "lowerdir=/$part,upperdir=$folder/$part,workdir=$folder/.$part" "/$part"
done
exec "$@"
