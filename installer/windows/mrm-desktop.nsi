; Installs the frozen folder for one user, without administrator rights. The folder is made on Windows by installer\build.py folder;
; this script then runs anywhere that has NSIS:
;   makensis -DVERSION=0.1.0 -DFOLDER=build/frozen/mrm-desktop -DOUT=build/out/mrm-desktop-0.1.0-setup.exe installer/windows/mrm-desktop.nsi
Unicode true
ManifestDPIAware true
RequestExecutionLevel user
SetCompressor /SOLID lzma
!include "MUI2.nsh"
!include "FileFunc.nsh"

!ifndef VERSION
  !error "Give the version: -DVERSION=0.1.0"
!endif
!ifndef FOLDER
  !error "Give the frozen folder: -DFOLDER=build/frozen/mrm-desktop"
!endif
!ifndef OUT
  !define OUT "mrm-desktop-${VERSION}-setup.exe"
!endif
!define NAME "MRM Desktop"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\MRMDesktop"

Name "${NAME}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\MRM Desktop"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "FileDescription" "${NAME}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Apache License 2.0"

!insertmacro MUI_PAGE_LICENSE "${FOLDER}/LICENSE"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\mrm-desktop-window.exe"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "French"
!insertmacro MUI_LANGUAGE "Arabic"
!insertmacro MUI_LANGUAGE "Spanish"

Function .onInit
  !insertmacro MUI_LANGDLL_DISPLAY
FunctionEnd

Section "Program"
  ; A file of an older version that the new one lacks must not stay behind and be loaded.
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${FOLDER}/*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\mrm-desktop-window.exe"
  WriteRegStr HKCU "Software\Classes\.mrm" "" "MRMDesktop.Project"
  WriteRegStr HKCU "Software\Classes\MRMDesktop.Project" "" "MRM Desktop project"
  WriteRegStr HKCU "Software\Classes\MRMDesktop.Project\shell\open\command" "" '"$INSTDIR\mrm-desktop-window.exe" "%1"'
  WriteRegStr HKCU "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" "$0"
SectionEnd

Section "Uninstall"
  ; The program goes; projects, keys and backups are the user's and stay where they are.
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\mrm-desktop.exe"
  Delete "$INSTDIR\mrm-desktop-window.exe"
  Delete "$INSTDIR\LICENSE"
  Delete "$INSTDIR\licences.md"
  Delete "$INSTDIR\licences.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "Software\Classes\MRMDesktop.Project"
  DeleteRegKey HKCU "Software\Classes\.mrm"
  DeleteRegKey HKCU "${KEY}"
SectionEnd
