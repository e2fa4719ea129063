import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** For `future-talk.test`, signed by itself, good for a century: it protects nothing. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBjDCCATOgAwIBAgIULdntSIoR9FB0UDTgW5K8KjsNnvEwCgYIKoZIzj0EAwIw
GzEZMBcGA1UEAwwQZnV0dXJlLXRhbGsudGVzdDAgFw0yNjExMjIyMTA4MTlaGA8y
MTI2MTAyOTIxMDgxOVowGzEZMBcGA1UEAwwQZnV0dXJlLXRhbGsudGVzdDBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABLZmvSi0tKKKcz1GtArA19Vb338YSFfiuhxK
ca1M9UbXGRf1GPQrA22mxr6d5oqrpadpX/zOQyXpmzebK8syLIyjUzBRMB0GA1Ud
DgQWBBT/ekMgV/4lJ3lLbDsWbVG9nRoL5TAfBgNVHSMEGDAWgBT/ekMgV/4lJ3lL
bDsWbVG9nRoL5TAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIGop
aO80vuGPplbM04Ko9u9Jdv4b/V3Cg7dlg3sVgMXqAiAAnzvtaUYngidEF2cFoBPY
HQ+dl5dWx4t2yvrP67I6CA==
-----END CERTIFICATE-----
`;
const privateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgzvFYfhwYUZl8laqN
+YaRXFJXfdNjvPELPYJj5hXQRcyhRANCAAS2Zr0otLSiinM9RrQKwNfVW99/GEhX
4rocSnGtTPVG1xkX9Rj0KwNtpsa+neaKq6WnaV/8zkMl6Zs3myvLMiyM
-----END PRIVATE KEY-----
`;

/** Writes a certificate and its key into a folder. */
export function writeCertificate(folder: string): { certFile: string; keyFile: string } {
  const files = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
  writeFileSync(files.certFile, certificate);
  writeFileSync(files.keyFile, privateKey, { mode: 0o600 });
  return files;
}
