#!/bin/bash
# Runs after the files of a .deb or an .rpm are gone. What electron-builder has for this takes no notice of upgrades, where
# rpm runs it after the newer version has been set up: the command and the AppArmor profile would be gone.
case "$1" in
  remove | 0) ;; # dpkg says what it does, rpm how many versions stay
  *) exit 0 ;;
esac

if type update-alternatives >/dev/null 2>&1; then
  update-alternatives --remove '${executable}' '/opt/${sanitizedProductName}/${executable}' || true
fi
# Where there were no alternatives, or could not be, the command is a link.
if [ -L '/usr/bin/${executable}' ] && [ ! -e '/usr/bin/${executable}' ]; then
  rm -f '/usr/bin/${executable}'
fi

if [ -f '/etc/apparmor.d/${executable}' ]; then
  if apparmor_status --enabled >/dev/null 2>&1 && ! { [ -x /usr/bin/ischroot ] && /usr/bin/ischroot; }; then
    apparmor_parser --remove '/etc/apparmor.d/${executable}' || true
  fi
  rm -f '/etc/apparmor.d/${executable}'
fi
exit 0
