/** Sessions that began inside the sealed channel belong to the device whose key opened it. */
export const sealedSessions = `
-- The device's static X25519 key; null for a session of the plain API.
ALTER TABLE session ADD COLUMN device_key BLOB;
`;
