/** Neither inline script nor inline style: the components' styles come as files (renderer/app/styles/theme.css stands in for injected ones). */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ')

/** The headers that every answer under our scheme carries, whatever it is. */
export const guardHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  woff: 'font/woff',
  pmtiles: 'application/octet-stream',
}

/** The media type of a bundle file; null for an extension that the bundle never holds. */
export function mediaTypeOf(path: string): string | null {
  return types[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? null
}

/** A problem document (RFC 9457) of the app itself, with the guard headers. */
export function problemResponse(status: number, code: string, title: string): Response {
  const headers = {
    ...guardHeaders,
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
  }
  return new Response(JSON.stringify({ type: 'about:blank', status, code, title }), { status, headers })
}
