import { z } from 'zod';
import { createDocument } from 'zod-openapi';
import type {
  ZodOpenApiOperationObject,
  ZodOpenApiPathsObject,
  ZodOpenApiResponseObject,
} from 'zod-openapi';
import { endpoints } from '#protocol/index.ts';
import { bytesAnswer, emptyAnswer } from '#protocol/bytes.ts';
import type { EndpointDeclaration, Method } from '#protocol/endpoint.ts';
import { errorCatalogue } from '#protocol/errors.ts';
import type { ErrorCode } from '#protocol/errors.ts';
import { packageVersion } from '../package-version.ts';

const errorSchema = z
  .object({
    detail: z.string(),
    error_code: z.string(),
    timestamp: z.iso.datetime({ precision: 3 }),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Error' });

const json = (schema: z.ZodType) => ({ 'application/json': { schema } });

/** The contract as OpenAPI 3.1, made from the endpoints' declarations. */
export function openApiDocument(): ReturnType<typeof createDocument> {
  const paths: ZodOpenApiPathsObject = {};
  for (const endpoint of endpoints) {
    const path = (paths[endpoint.path] ??= {});
    path[endpoint.method.toLowerCase() as Lowercase<Method>] = operation(endpoint);
  }
  return createDocument({
    openapi: '3.1.0',
    info: { title: 'Future Talk', version: packageVersion() },
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  });
}

function operation(endpoint: EndpointDeclaration): ZodOpenApiOperationObject {
  const answers = Object.entries(endpoint.answers).map(([status, schema]): NamedResponse => [
    status as Status,
    { description: 'Success', ...contentOf(schema, endpoint.answersAs) },
  ]);
  return {
    summary: endpoint.summary,
    tags: [endpoint.tag],
    security: endpoint.access === 'open' ? [] : [{ token: [] }],
    requestParams: {
      ...(endpoint.params === undefined ? {} : { path: endpoint.params }),
      ...(endpoint.query === undefined ? {} : { query: endpoint.query }),
      ...(endpoint.headers === undefined ? {} : { header: parametersOf(endpoint.headers) }),
    },
    ...requestBodyOf(endpoint),
    responses: Object.fromEntries<ZodOpenApiResponseObject>([...answers, ...failures(endpoint)]),
  };
}

/** OpenAPI describes a body's type and length by its own means, and lists no headers for them. */
function parametersOf(headers: z.ZodObject): z.ZodObject {
  const listed = Object.entries(headers.shape).filter(([name]) => !name.startsWith('content-'));
  return z.object(Object.fromEntries(listed));
}

const rawBytes = { schema: { type: 'string', format: 'binary' } } as const;

function requestBodyOf({
  body,
  takesBytes,
}: EndpointDeclaration): Pick<ZodOpenApiOperationObject, 'requestBody'> {
  if (takesBytes !== undefined) {
    return {
      requestBody: { content: Object.fromEntries(takesBytes.map((type) => [type, bodyOf(type)])) },
    };
  }
  return body === undefined ? {} : { requestBody: { required: true, content: json(body) } };
}

function bodyOf(mediaType: string) {
  if (mediaType !== 'multipart/form-data') return rawBytes;
  return { schema: { type: 'object', properties: { file: rawBytes.schema } } } as const;
}

function contentOf(
  schema: z.ZodType,
  mediaType = 'application/octet-stream',
): Pick<ZodOpenApiResponseObject, 'content'> {
  if (schema === emptyAnswer) return {};
  if (schema === bytesAnswer) return { content: { [mediaType]: rawBytes } };
  return { content: json(schema) };
}

type Status = `${1 | 2 | 3 | 4 | 5}${string}`;
type NamedResponse = [Status, ZodOpenApiResponseObject];

function failures(endpoint: EndpointDeclaration): NamedResponse[] {
  const codes = new Set<ErrorCode>([...(endpoint.errors ?? []), 'INTERNAL_ERROR']);
  if (endpoint.access !== 'open') codes.add('TOKEN_INVALID');
  if (endpoint.access === 'admin' || endpoint.access === 'host') codes.add('FORBIDDEN');
  if (endpoint.params ?? endpoint.query ?? endpoint.body) codes.add('VALIDATION_ERROR');
  if (endpoint.body !== undefined) codes.add('MALFORMED_JSON');
  if (endpoint.rateLimit !== undefined) codes.add('RATE_LIMITED');
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const { status } = errorCatalogue[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return [...byStatus].map(([status, group]): NamedResponse => [
    String(status) as Status,
    {
      description: group.map((code) => `${code}: ${errorCatalogue[code].detail}`).join('; '),
      content: json(errorSchema),
    },
  ]);
}
