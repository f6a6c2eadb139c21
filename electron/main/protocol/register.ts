import { protocol } from 'electron'
import type { Session } from 'electron'
import type { Log } from '../logs/rotating-log.ts'
import { describeError } from '../logs/redact.ts'
import { serveBundleFile, serveText } from './bundle-file.ts'
import { bundleScheme, resolveBundleUrl } from './bundle-path.ts'
import { problemResponse } from './response-headers.ts'
import type { Asker } from './server-proxy.ts'

export type BundleParts = Readonly<{
  /** The folder of the built renderer. */
  root: string
  forward: (asker: Asker, request: Request, path: string) => Promise<Response>
  /** The original of a file of a case. */
  original: (asker: Asker, request: Request, hash: string) => Promise<Response>
  /** Text to answer in place of a file of the bundle; null where the file itself is meant. */
  textFor: (path: string) => Promise<string | null>
  /** A file has been answered. */
  onServed: (path: string) => void
  log: Log
}>

/** Must run before the app is ready. */
export function declareBundleScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme: bundleScheme, privileges }])
}

/** Serves `app://bundle` in one session, and closes every other door of that session to the network and the disk. */
export function serveBundle(session: Session, asker: Asker, parts: BundleParts): void {
  session.protocol.handle(bundleScheme, async (request) => {
    const target = resolveBundleUrl(request.url, parts.root)
    if (target.kind === 'refused') return problemResponse(target.status, 'refused', 'Refused')
    try {
      if (target.kind === 'server') return await parts.forward(asker, request, target.path)
      if (request.method !== 'GET' && request.method !== 'HEAD') return problemResponse(405, 'refused', 'Refused')
      if (target.kind === 'original') return await parts.original(asker, request, target.hash)
      const text = await parts.textFor(target.path)
      const answer =
        text === null ? serveBundleFile(target.path, request.headers.get('range')) : serveText(target.path, text)
      parts.onServed(target.path)
      return answer
    } catch (error) {
      parts.log.error('bundle_failed', describeError(error))
      return problemResponse(500, 'internal', 'Internal error')
    }
  })
  session.webRequest.onBeforeRequest((details, answer) => {
    const isOwn = /^(app|blob|data|devtools|chrome-extension):/.test(details.url)
    answer({ cancel: !isOwn })
  })
}
