import { expect, it } from 'vitest';
import type { AttachmentInfo } from '#protocol/attachments.ts';
import { newPeople } from '../../support/people.ts';
import { startServerForTest } from '../../support/test-server.ts';
import { beginUpload, fetchBytes, request, someBytes, tus, upload } from './support/files.ts';

it('a person has so much room, and all have so much together', async () => {
  const storageLimits = { userMaxBytes: 1_000, totalMaxBytes: 1_500 };
  const { url } = await startServerForTest({ storageLimits });
  const [alice, bob] = await newPeople(url, 'alice', 'bob');
  const { id } = await upload(url, alice, someBytes(600));
  const begin = async (person: typeof alice, length: number) => {
    const headers = { ...tus, 'upload-length': String(length) };
    return request(url, person, 'POST', '/uploads', { headers });
  };
  const refused = await begin(alice, 401);
  expect(refused.status).toBe(413);
  expect(await refused.json()).toMatchObject({ error_code: 'QUOTA_EXCEEDED' });
  expect((await alice.post(`/attachments/${id}/copy`)).status).toBe(413);
  await beginUpload(url, bob, 900);
  expect((await begin(alice, 1)).status).toBe(413);
  await alice.delete(`/attachments/${id}`);
  expect((await begin(alice, 600)).status).toBe(201);
});

it('the server tells its own limit, and how much there is', async () => {
  const { url } = await startServerForTest({ storageLimits: { fileMaxBytes: 12_345 } });
  const [alice] = await newPeople(url, 'alice');
  const { body } = await alice.get<{ limits: Record<string, number> }>('/server');
  expect(body.limits['attachmentMaxBytes']).toBe(12_345);
  await upload(url, alice, someBytes(5_000));
  const statistics = await alice.get<{ attachment_bytes: number }>('/admin/stats');
  expect(statistics.body.attachment_bytes).toBe(5_000);
});

it('a form is taken at once, with its fields before or behind the file', async () => {
  const { url } = await startServerForTest({ storageLimits: { fileMaxBytes: 1_000_000 } });
  const [alice] = await newPeople(url, 'alice');
  const bytes = someBytes(300_000);
  const send = (form: FormData) =>
    fetch(`${url}/api/v1/attachments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${alice.token}` },
      body: form,
    });
  const form = new FormData();
  form.set('file', new Blob([bytes]), '../formular.bin');
  form.set('duration_seconds', '5');
  const answer = await send(form);
  expect(answer.status).toBe(201);
  const info = (await answer.json()) as AttachmentInfo;
  expect(info).toMatchObject({ file_name: 'formular.bin', file_size: 300_000 });
  expect((await fetchBytes(url, info.download_url)).equals(bytes)).toBe(true);

  const tooLarge = new FormData();
  tooLarge.set('file', new Blob([someBytes(1_000_001)]), 'large.bin');
  expect((await send(tooLarge)).status).toBe(413);
  const without = new FormData();
  without.set('other', 'field');
  expect((await send(without)).status).toBe(400);
  const json = await alice.post('/attachments', { file: 'no' });
  expect(json.status).toBe(415);
});
