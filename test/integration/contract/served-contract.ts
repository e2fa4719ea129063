import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { AnySchemaObject, ValidateFunction } from 'ajv/dist/2020.js';

interface Response {
  headers?: Record<string, { required?: boolean; schema: AnySchemaObject }>;
  content?: Record<string, { schema: AnySchemaObject }>;
}

interface OpenApi {
  paths: Record<string, Record<string, { responses: Record<string, Response> }>>;
  components: { schemas: Record<string, AnySchemaObject> };
}

export interface RawAnswer {
  status: number;
  /** By names in lower case. */
  headers: Record<string, string>;
  bytes: Buffer;
}

/** An operation as the document says it: each status, with the error codes that it may mean. */
export interface Operation {
  method: string;
  path: string;
  statuses: Map<string, readonly string[]>;
}

/** The contract as a running server serves it, and nothing else that we know of it. */
export class ServedContract {
  readonly document: OpenApi;
  readonly #ajv = new Ajv2020({ allErrors: true, strictTypes: false });
  readonly #validators = new Map<AnySchemaObject, ValidateFunction>();

  private constructor(document: OpenApi) {
    this.document = document;
    addFormats(this.#ajv);
    this.#ajv.addVocabulary(['components']);
  }

  static async of(url: string): Promise<ServedContract> {
    const response = await fetch(`${url}/api/v1/openapi.json`);
    return new ServedContract((await response.json()) as OpenApi);
  }

  operations(): Operation[] {
    return Object.entries(this.document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { responses }]) => ({
        method: method.toUpperCase(),
        path,
        statuses: new Map(
          Object.entries(responses).map(([status, response]) => [status, codesOf(response)]),
        ),
      })),
    );
  }

  /** What of an answer the contract does not say; nothing where all is well. */
  problemsOf(method: string, path: string, answer: RawAnswer): string[] {
    const operation = this.document.paths[path]?.[method.toLowerCase()];
    const response = operation?.responses[String(answer.status)];
    if (response === undefined) return [`the status ${String(answer.status)} is not declared`];
    return [
      ...this.#headerProblems(response, answer),
      ...this.#bodyProblems(method, response, answer),
    ];
  }

  eventProblems(name: 'ReplayableEvent' | 'PassingEvent', event: unknown): string[] {
    const schema = this.document.components.schemas[name];
    return schema === undefined ? [`there is no ${name}`] : this.#problems(schema, event);
  }

  #headerProblems({ headers = {} }: Response, answer: RawAnswer): string[] {
    return Object.entries(headers).flatMap(([name, { required, schema }]) => {
      const value = answer.headers[name];
      if (value !== undefined) {
        return this.#problems(schema, value).map((problem) => `header ${name}: ${problem}`);
      }
      return required === true ? [`the header ${name} is missing`] : [];
    });
  }

  #bodyProblems(method: string, { content }: Response, { headers, bytes }: RawAnswer): string[] {
    const type = headers['content-type'];
    if (content === undefined) {
      return [
        ...(type === undefined ? [] : [`nothing is declared, and it is ${type}`]),
        ...(bytes.length === 0 ? [] : ['nothing is declared, and there is a body']),
      ];
    }
    if (type === undefined) return ['there is no content type'];
    const declared = Object.entries(content).find(([range]) => fits(type, range));
    if (declared === undefined) return [`${type} is not one of ${Object.keys(content).join()}`];
    if (method === 'HEAD') return bytes.length === 0 ? [] : ['there is a body after HEAD'];
    const [range, { schema }] = declared;
    return range === 'application/json' ? this.#problems(schema, parsed(bytes)) : [];
  }

  #problems(schema: AnySchemaObject, value: unknown): string[] {
    const { components } = this.document;
    const validate = this.#validators.get(schema) ?? this.#ajv.compile({ ...schema, components });
    this.#validators.set(schema, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
    );
  }
}

function codesOf({ content }: Response): readonly string[] {
  const schema = content?.['application/json']?.schema as
    { allOf?: [unknown, { properties?: { error_code?: { enum: string[] } } }] } | undefined;
  return schema?.allOf?.[1].properties?.error_code?.enum ?? [];
}

/** A media type in a range of them; parameters count where the range has some. */
function fits(type: string, range: string): boolean {
  return range === '*/*' || type === range || type.split(';', 1)[0]?.trim() === range;
}

function parsed(bytes: Buffer): unknown {
  return JSON.parse(bytes.toString('utf8')) as unknown;
}

/** Every place in a schema that describes an object and lets it have what is not described. */
export function openPlaces(schema: unknown, at = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { type, additionalProperties, properties } = schema as AnySchemaObject;
  const isOpen = type === 'object' && properties !== undefined && additionalProperties !== false;
  return [
    ...(isOpen ? [at] : []),
    ...Object.entries(schema).flatMap(([key, value]) => openPlaces(value, `${at}/${key}`)),
  ];
}
