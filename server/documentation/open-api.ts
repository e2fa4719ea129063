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
import { passingEvent, replayableEvent } from '#protocol/events.ts';
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

/** By reference: what goes out is described as answers are, with nothing more in it. */
const eventContent = {
  'application/json': { schema: { $ref: '#/components/schemas/ReplayableEvent' } },
};

const signedHeaders = z.object({
  'webhook-id': z.string(),
  'webhook-timestamp': z.string(),
  'webhook-signature': z.string(),
});

const everyAnswer = z.object({ 'x-request-id': z.string() });

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
    // What is sent out to whoever asked for it.
    webhooks: {
      event: {
        post: {
          summary:
            'Something happened in a conversation of the bot; signed as Standard Webhooks says',
          requestParams: { header: signedHeaders },
          requestBody: { required: true, content: eventContent },
          responses: { '2XX': { description: 'Taken; anything else is asked again' } },
        },
      },
    },
    components: {
      // Events come over the WebSocket, which OpenAPI has no paths for.
      schemas: { Error: errorSchema, ReplayableEvent: replayableEvent, PassingEvent: passingEvent },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        botToken: { type: 'http', scheme: 'bearer', description: 'Of a bot with these scopes' },
      },
    },
  });
}

function operation(endpoint: EndpointDeclaration): ZodOpenApiOperationObject {
  const answers = Object.entries(endpoint.answers).map(([status, schema]): NamedResponse => [
    status as Status,
    {
      description: 'Success',
      headers: everyAnswer.extend(endpoint.answerHeaders?.shape ?? {}),
      ...contentOf(schema, endpoint.answersAs),
    },
  ]);
  return {
    summary: endpoint.summary,
    tags: [endpoint.tag],
    security: securityOf(endpoint),
    requestParams: {
      ...(endpoint.params === undefined ? {} : { path: endpoint.params }),
      ...(endpoint.query === undefined ? {} : { query: endpoint.query }),
      ...(endpoint.headers === undefined ? {} : { header: parametersOf(endpoint.headers) }),
    },
    ...requestBodyOf(endpoint),
    responses: Object.fromEntries<ZodOpenApiResponseObject>([...answers, ...failures(endpoint)]),
  };
}

/** One of them is enough. */
function securityOf({ access, scope }: EndpointDeclaration): Record<string, string[]>[] {
  if (access === 'open') return [];
  if (scope === undefined) return [{ token: [] }];
  return [{ token: [] }, { botToken: scope === 'self' ? [] : [scope] }];
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
  mediaType = '*/*',
): Pick<ZodOpenApiResponseObject, 'content'> {
  if (schema === emptyAnswer) return {};
  if (schema === bytesAnswer) return { content: { [mediaType]: rawBytes } };
  return { content: json(schema) };
}

type Status = `${1 | 2 | 3 | 4 | 5}${string}`;
type NamedResponse = [Status, ZodOpenApiResponseObject];

function failures(endpoint: EndpointDeclaration): NamedResponse[] {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set([...(endpoint.errors ?? []), ...impliedFailures(endpoint)])) {
    const { status } = errorCatalogue[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return [...byStatus].map(([status, codes]): NamedResponse => [
    String(status) as Status,
    {
      description: codes.map((code) => `${code}: ${errorCatalogue[code].detail}`).join('; '),
      headers: everyAnswer.extend(headersOfFailure[status]?.shape ?? {}),
      content: { 'application/json': { schema: errorOf(codes) } },
    },
  ]);
}

const headersOfFailure: Partial<Record<number, z.ZodObject>> = {
  401: z.object({ 'www-authenticate': z.literal('Bearer') }),
  429: z.object({ 'retry-after': z.string().regex(/^\d+$/) }),
  503: z.object({ 'retry-after': z.string().regex(/^\d+$/) }),
};

function errorOf(codes: ErrorCode[]) {
  const code = { type: 'string' as const, enum: codes };
  const named = { type: 'object' as const, properties: { error_code: code } };
  return { allOf: [{ $ref: '#/components/schemas/Error' }, named] };
}

/** What follows from what an endpoint takes, and from who may call it. */
function impliedFailures(endpoint: EndpointDeclaration): ErrorCode[] {
  const { access, scope, params, query, body, takesBytes, rateLimit } = endpoint;
  const codes: ErrorCode[] = [
    'MALFORMED_REQUEST',
    'HOST_NOT_ALLOWED',
    'PLAIN_API_REFUSED',
    'INTERNAL_ERROR',
    'DATABASE_DAMAGED',
    'SERVER_CLOSING',
    'SERVER_MOVING',
    'SERVER_MOVED',
  ];
  if (access !== 'open') codes.push('UNAUTHORIZED', 'TOKEN_INVALID');
  if (access !== 'open' && scope !== 'self') codes.push('SCOPE_MISSING');
  if (access === 'admin' || access === 'host') codes.push('FORBIDDEN');
  if (params ?? query ?? body ?? takesBytes) codes.push('VALIDATION_ERROR');
  if (body) codes.push('MALFORMED_JSON', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE');
  if (rateLimit !== undefined) codes.push('RATE_LIMITED');
  return codes;
}
