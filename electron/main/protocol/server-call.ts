/** A request to the central server; `path` starts with a slash and stays below the server's address. */
export type ServerRequest = Readonly<{
  method: string
  path: string
  headers: Readonly<Record<string, string>>
  body?: ReadableStream<Uint8Array> | Buffer | string | null
  signal?: AbortSignal
}>

/**
 * Sends one request. Rejects with a `DeskError`: `offline` when no answer came, `captive` when the answer was a redirect,
 * which the central server never gives, `not_configured` without an address.
 */
export type ServerCall = (request: ServerRequest) => Promise<Response>
