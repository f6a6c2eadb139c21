import type { DeadlineBook } from '../index/deadline-book.ts'
import type { QueueIndex } from '../index/queue-index.ts'
import { QueueReader } from '../index/queue-reader.ts'
import type { ReferenceStore } from '../index/reference-store.ts'

/** What the queue of a session is read from. */
export type QueueSources = Readonly<{
  index: QueueIndex
  reference: ReferenceStore
  book: DeadlineBook
  me: () => string
  nowMs: () => number
}>

/** The reader of a session's queue: names and clocks by the reference rows the device holds now. */
export function queueOfSession({ index, reference, book, me, nowMs }: QueueSources): QueueReader {
  return new QueueReader({
    index,
    me,
    replaced: (atMs) => reference.replacedBy(me(), atMs),
    nowMs,
    nameOf: (id) => reference.nameOf(id),
    areasNamed: (search) => reference.areasNamed(search),
    idsNamed: (kind, text) => reference.idsNamed(kind, text),
    readClock: (place, atMs) => book.read(index.clockFacts(place), atMs),
  })
}
