// What Electron loads and what the end-to-end tests run, each with the Debian package that holds
// it. Debian 13 and Ubuntu 24.04 renamed some with a `t64` ending; the installer asks apt.

/** @type {Record<string, string>} */
export const packageOfLibrary = {
  'libasound.so.2': 'libasound2',
  'libatk-1.0.so.0': 'libatk1.0-0',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0',
  'libatspi.so.0': 'libatspi2.0-0',
  'libcairo.so.2': 'libcairo2',
  'libcups.so.2': 'libcups2',
  'libdbus-1.so.3': 'libdbus-1-3',
  'libdrm.so.2': 'libdrm2',
  'libexpat.so.1': 'libexpat1',
  'libgbm.so.1': 'libgbm1',
  'libgio-2.0.so.0': 'libglib2.0-0',
  'libglib-2.0.so.0': 'libglib2.0-0',
  'libgobject-2.0.so.0': 'libglib2.0-0',
  'libgtk-3.so.0': 'libgtk-3-0',
  'libnspr4.so': 'libnspr4',
  'libnss3.so': 'libnss3',
  'libnssutil3.so': 'libnss3',
  'libpango-1.0.so.0': 'libpango-1.0-0',
  'libsmime3.so': 'libnss3',
  'libudev.so.1': 'libudev1',
  'libX11.so.6': 'libx11-6',
  'libxcb.so.1': 'libxcb1',
  'libXcomposite.so.1': 'libxcomposite1',
  'libXdamage.so.1': 'libxdamage1',
  'libXext.so.6': 'libxext6',
  'libXfixes.so.3': 'libxfixes3',
  'libxkbcommon.so.0': 'libxkbcommon0',
  'libXrandr.so.2': 'libxrandr2',
};

/**
 * Loaded while running, so that `ldd` does not know of them: notifications and the keychain.
 * @type {Record<string, string>}
 */
export const packageOfLateLibrary = {
  'libnotify.so.4': 'libnotify4',
  'libsecret-1.so.0': 'libsecret-1-0',
};

/** @type {Record<string, string>} */
export const packageOfTestProgram = {
  Xvfb: 'xvfb',
  'dbus-daemon': 'dbus',
  'dbus-send': 'dbus',
  'dbus-monitor': 'dbus',
  dunst: 'dunst',
  dunstctl: 'dunst',
  'gnome-keyring-daemon': 'gnome-keyring',
  ip: 'iproute2',
  tcpdump: 'tcpdump',
  pgrep: 'procps',
};

/**
 * What the integration tests watch a server's system calls with, and lay networks with.
 * @type {Record<string, string>}
 */
export const packageOfIntegrationProgram = {
  strace: 'strace',
  ip: 'iproute2',
  'systemd-analyze': 'systemd',
  python3: 'python3',
};

/**
 * What makes packages that are only tested, and looks into them.
 * @type {Record<string, string>}
 */
export const packageOfPackagingProgram = {
  'dpkg-deb': 'dpkg',
  xz: 'xz-utils',
  rpmbuild: 'rpm',
  mksquashfs: 'squashfs-tools',
  'desktop-file-validate': 'desktop-file-utils',
  '7za': 'p7zip-full',
};

/**
 * What makes installers for Windows that are only tried, and tries them.
 * @type {Record<string, string>}
 */
export const packageOfWindowsProgram = {
  makensis: 'nsis',
  wine: 'wine',
  'x86_64-w64-mingw32-gcc': 'gcc-mingw-w64-x86-64-win32',
};

/** Emoji, Latin and Chinese, Japanese, Korean letters, so that screenshots show text and not boxes. */
export const screenshotFonts = {
  '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf': 'fonts-noto-color-emoji',
  '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf': 'fonts-dejavu-core',
  '/usr/share/fonts-droid-fallback/truetype/DroidSansFallback.ttf': 'fonts-droid-fallback',
};
