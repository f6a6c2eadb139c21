import { BoundaryWatch } from '../attention/boundary-watch.ts'
import type { ChangeFeed } from '../change-feed.ts'
import type { WorkerEnvironment } from '../environment.ts'
import type { QueueIndex } from '../index/queue-index.ts'
import type { ReferenceStore } from '../index/reference-store.ts'

/** What the boundaries of a session are read from. */
export type BoundarySources = Readonly<{
  parts: Readonly<{ environment: WorkerEnvironment; feed: ChangeFeed }>
  index: QueueIndex
  reference: ReferenceStore
  serverNowMs: () => number
}>

/** Announces the queue when time alone changed it. */
export function boundariesOfSession(session: BoundarySources): BoundaryWatch {
  const { index, reference, parts } = session
  return new BoundaryWatch({
    index,
    environment: parts.environment,
    serverNowMs: () => session.serverNowMs(),
    otherMs: () => reference.list('absence').flatMap(({ fromMs, toMs }) => [fromMs, toMs]),
    onPassed: () => parts.feed.now({ kind: 'queue' }),
  })
}
