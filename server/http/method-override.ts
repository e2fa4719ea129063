import type { HttpRequest } from './uws.ts';

const overridable = ['PATCH', 'DELETE'];

/**
 * The request's method. tus 1.0.0 lets clients that cannot send every method say it in a header of a
 * POST.
 */
export function methodOf(request: HttpRequest): string {
  const method = request.getMethod().toUpperCase();
  if (method !== 'POST') return method;
  const meant = request.getHeader('x-http-method-override').toUpperCase();
  return overridable.includes(meant) ? meant : method;
}
