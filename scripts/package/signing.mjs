/**
 * How a package is signed: with the keys that the environment gives, under the names that electron-builder
 * reads by itself, or not at all.
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} environment
 * @returns {{ sentence: string, mac?: { identity?: string, notarize: boolean } }}
 */
export function signingFor(platform, environment) {
  const has = (/** @type {string[]} */ ...names) => names.every((name) => environment[name]);
  if (platform === 'linux') {
    return {
      sentence: 'Linux packages carry no signature of their own; releases are signed as a whole.',
    };
  }
  if (platform === 'win32') {
    const isSigned = has('WIN_CSC_LINK') || has('CSC_LINK');
    const sentence = isSigned
      ? 'Signed with the certificate that WIN_CSC_LINK or CSC_LINK names.'
      : 'UNSIGNED: no certificate is given (WIN_CSC_LINK, WIN_CSC_KEY_PASSWORD). Windows will warn people.';
    return { sentence };
  }
  if (!has('CSC_LINK')) {
    const sentence =
      'UNSIGNED: no certificate is given (CSC_LINK, CSC_KEY_PASSWORD). macOS will ask people to allow it.';
    // A signature without a name, or a Mac with Apple's processor would not run it at all.
    return { sentence, mac: { identity: '-', notarize: false } };
  }
  const notarize =
    has('APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER') ||
    has('APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID');
  const notarised = notarize
    ? 'notarised by Apple'
    : 'NOT NOTARISED: no key for that is given (APPLE_API_KEY, APPLE_API_KEY_ID, APPLE_API_ISSUER)';
  return {
    sentence: `Signed with the certificate that CSC_LINK names, and ${notarised}.`,
    mac: { notarize },
  };
}
