#!/bin/sh
# Dunst runs this for every notification it shows; its own history lists only those already closed.
# A record ends with the record separator, its fields with the unit separator.
printf '%s\037%s\037%s\037%s\036' \
  "$DUNST_ID" "$DUNST_APP_NAME" "$DUNST_SUMMARY" "$DUNST_BODY" >>"$DESKTOP_SESSION_NOTIFICATIONS"
