; The installer of Windows, for the person who starts it: no administrator's rights. Made by Inno Setup 6:
;   iscc /DVersion=0.4.0 packaging\windows\relais.iss     (python packaging\build.py installer does it)
; Not signed: Windows says so once. Whoever publishes it signs it with signtool and their own certificate.

#ifndef Version
  #error Say which version: /DVersion=0.4.0
#endif

[Setup]
AppId={{8E0B7B0C-5C4B-4C9C-9E53-6B0C8C1F7A31}
AppName=Relais
AppVersion={#Version}
AppVerName=Relais {#Version}
AppPublisher=Relais
VersionInfoVersion={#Version}
DefaultDirName={localappdata}\Programs\Relais
DefaultGroupName=Relais
DisableProgramGroupPage=yes
DisableDirPage=auto
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.19045
LicenseFile=..\..\LICENSE
SetupIconFile=..\..\build\bundle\work\made\relais.ico
UninstallDisplayIcon={app}\relaisw.exe
UninstallDisplayName=Relais
OutputDir=..\..\dist
OutputBaseFilename=relais-{#Version}-windows-x64-setup
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
CloseApplications=yes
RestartApplications=no
ShowLanguageDialog=auto

[Languages]
Name: "fr"; MessagesFile: "compiler:Languages\French.isl"
Name: "en"; MessagesFile: "compiler:Default.isl"

[CustomMessages]
fr.OnDesktop=Mettre Relais sur le bureau
en.OnDesktop=Put Relais on the desktop
fr.OpenNow=Ouvrir Relais
en.OpenNow=Open Relais

[Tasks]
Name: "desktopicon"; Description: "{cm:OnDesktop}"

[InstallDelete]
; An older version's modules must not stay beside the new ones. The library's data are elsewhere and are never touched.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\..\dist\relais\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion

[Icons]
Name: "{autoprograms}\Relais"; Filename: "{app}\relaisw.exe"
Name: "{autodesktop}\Relais"; Filename: "{app}\relaisw.exe"; Tasks: desktopicon

[Run]
Filename: "{app}\relaisw.exe"; Description: "{cm:OpenNow}"; Flags: postinstall nowait skipifsilent
