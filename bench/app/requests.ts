/** One request to the plain API, for whom the token is. Throws what a refusal says. */
export async function request(
  url: string,
  token: string,
  method: string,
  path: string,
  body?: object,
): Promise<{ id?: string }> {
  const response = await fetch(new URL(path, url), {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${text}`);
  return text === '' ? {} : (JSON.parse(text) as { id?: string });
}
