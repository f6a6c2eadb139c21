/** A request to the central server's online-only routes, through the main process, which adds the token. */
export type ServerRequest = Readonly<{ method: 'GET' | 'POST'; path: string; body?: unknown }>
export type ServerAsk = (request: ServerRequest) => Promise<unknown>

/** The server refused, or was not reached (`offline`). `current` is what stands there where a change met a newer one. */
export class ServerProblem extends Error {
  readonly code: string
  readonly detail: string
  readonly current: unknown

  constructor(code: string, detail = '', current: unknown = null) {
    super(code)
    this.name = 'ServerProblem'
    this.code = code
    this.detail = detail
    this.current = current
  }
}

const fieldOf = (document: unknown, name: string): unknown =>
  typeof document === 'object' && document !== null ? Reflect.get(document, name) : undefined

async function problemOf(answer: Response): Promise<ServerProblem> {
  const document: unknown = await answer.json().catch(() => null)
  const code = fieldOf(document, 'code')
  const detail = fieldOf(document, 'detail')
  return new ServerProblem(
    typeof code === 'string' ? code : 'internal',
    typeof detail === 'string' ? detail : '',
    fieldOf(document, 'current') ?? null,
  )
}

/** Asks the server through `send` and answers the JSON of its reply; nothing stays in a cache. Throws `ServerProblem`. */
export const createServerAsk =
  (send: typeof fetch): ServerAsk =>
  async ({ method, path, body }) => {
    let answer: Response
    try {
      answer = await send(`/server${path}`, {
        method,
        cache: 'no-store',
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      })
    } catch (cause) {
      throw Object.assign(new ServerProblem('offline'), { cause })
    }
    if (!answer.ok) throw await problemOf(answer)
    return answer.json()
  }

/** The page's way to the server. */
export const askServer: ServerAsk = createServerAsk((...request) => fetch(...request))
