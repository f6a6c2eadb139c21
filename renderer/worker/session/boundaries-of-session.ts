import { BoundaryWatch } from '../attention/boundary-watch.ts'
import type { DeskSession } from './desk-session.ts'

/** Announces the queue when time alone changed it. */
export function boundariesOfSession(session: DeskSession): BoundaryWatch {
  const { index, reference, parts } = session
  return new BoundaryWatch({
    index,
    environment: parts.environment,
    serverNowMs: () => session.serverNowMs(),
    otherMs: () => reference.list('absence').flatMap(({ fromMs, toMs }) => [fromMs, toMs]),
    onPassed: () => parts.feed.now({ kind: 'queue' }),
  })
}
