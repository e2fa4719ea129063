# What electron-builder's installer leaves to the app, or leaves behind. SHELL_CONTEXT is the person's part of the
# registry, or everybody's.

!define LINKS_KEY "Software\Classes\futuretalk"
!define AT_LOGIN "Software\Microsoft\Windows\CurrentVersion"

!macro customInstall
  WriteRegStr SHELL_CONTEXT "${LINKS_KEY}" "" "URL:Future Talk"
  WriteRegStr SHELL_CONTEXT "${LINKS_KEY}" "URL Protocol" ""
  WriteRegStr SHELL_CONTEXT "${LINKS_KEY}\DefaultIcon" "" '"$appExe",0'
  WriteRegStr SHELL_CONTEXT "${LINKS_KEY}\shell\open\command" "" '"$appExe" "%1"'

  # A copy of the whole installer, for updates of a kind that this app does not make.
  ${if} $installMode == "all"
    SetShellVarContext current
  ${endif}
  Delete "$LOCALAPPDATA\${APP_INSTALLER_STORE_FILE}"
  ${StdUtils.GetParentPath} $R5 "$LOCALAPPDATA\${APP_INSTALLER_STORE_FILE}"
  RMDir "$R5"
  ${if} $installMode == "all"
    SetShellVarContext all
  ${endif}
!macroend

!macro customUnInstall
  # Whoever updates gets it back at once, perhaps in the other part of the registry.
  DeleteRegKey SHELL_CONTEXT "${LINKS_KEY}"
  # An update goes on with what the person chose: starting at login, and hosting as a service.
  ${ifNot} ${isUpdated}
    DeleteRegValue HKCU "${AT_LOGIN}\Run" "${APP_ID}"
    DeleteRegValue HKCU "${AT_LOGIN}\Explorer\StartupApproved\Run" "${APP_ID}"
    nsExec::Exec '"$SYSDIR\schtasks.exe" /end /tn "Future Talk server"'
    Pop $0
    nsExec::Exec '"$SYSDIR\schtasks.exe" /delete /tn "Future Talk server" /f'
    Pop $0
  ${endif}
!macroend
