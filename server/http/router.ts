import { AppError } from '#protocol/errors.ts';
import type { Route } from './route.ts';

export interface Match {
  route: Route;
  /** Values of the path's `{name}` segments, percent-decoded. */
  params: Record<string, string>;
}

interface Node {
  literals: Map<string, Node>;
  parameter: Node | undefined;
  /** By method. */
  routes: Map<string, { route: Route; names: string[] }>;
}

function newNode(): Node {
  return { literals: new Map(), parameter: undefined, routes: new Map() };
}

/** Finds the route of a method and path; a literal segment wins over a parameter. */
export class Router {
  readonly #root = newNode();

  constructor(routes: readonly Route[]) {
    for (const each of routes) this.#add(each);
  }

  /** The route of a method and path, where there is one. */
  find(method: string, path: string): Route | undefined {
    return find(this.#root, path.split('/').slice(1), 0, [])?.routes.get(method)?.route;
  }

  /** @throws AppError NOT_FOUND, METHOD_NOT_ALLOWED or MALFORMED_REQUEST. */
  match(method: string, path: string): Match {
    const segments = path.split('/').slice(1);
    const values: string[] = [];
    const node = find(this.#root, segments, 0, values);
    if (node === undefined) throw new AppError('NOT_FOUND');
    const found = node.routes.get(method);
    if (found === undefined) {
      throw new AppError('METHOD_NOT_ALLOWED', { allowedMethods: [...node.routes.keys()] });
    }
    const params = found.names.map((name, index) => [name, decode(values[index] ?? '')] as const);
    return { route: found.route, params: Object.fromEntries(params) };
  }

  #add(added: Route): void {
    const { method, path } = added.endpoint;
    const names: string[] = [];
    let node = this.#root;
    for (const segment of path.split('/').slice(1)) {
      const name = /^\{(\w+)\}$/.exec(segment)?.[1];
      if (name === undefined) {
        node = literal(node, segment);
      } else {
        names.push(name);
        node = node.parameter ??= newNode();
      }
    }
    if (node.routes.has(method)) throw new Error(`two routes for ${method} ${path}`);
    node.routes.set(method, { route: added, names });
  }
}

function literal(node: Node, segment: string): Node {
  let next = node.literals.get(segment);
  if (next === undefined) {
    next = newNode();
    node.literals.set(segment, next);
  }
  return next;
}

function find(node: Node, segments: string[], index: number, values: string[]): Node | undefined {
  const segment = segments[index];
  if (segment === undefined) return node.routes.size > 0 ? node : undefined;
  const exact = node.literals.get(segment);
  const found = exact && find(exact, segments, index + 1, values);
  if (found !== undefined) return found;
  if (node.parameter === undefined || segment === '') return undefined;
  values.push(segment);
  const below = find(node.parameter, segments, index + 1, values);
  if (below === undefined) values.pop();
  return below;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (cause) {
    throw new AppError('MALFORMED_REQUEST', { detail: 'The path is not valid', cause });
  }
}
