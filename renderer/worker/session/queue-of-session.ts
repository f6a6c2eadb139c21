import type { DeadlineBook } from '../index/deadline-book.ts'
import { fold } from '../../../shared/language/fold.ts'
import type { WorkerEnvironment } from '../environment.ts'
import { QueueIndex } from '../index/queue-index.ts'
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

/** Between two slices of reading texts for the search everything else has its turn. */
const pauseMs = 4

/** An empty queue; what is searched in it is read a little at a time. */
export function indexOfSession(environment: Pick<WorkerEnvironment, 'setTimer'>, book: DeadlineBook): QueueIndex {
  return new QueueIndex({
    fold,
    later: (run) => void environment.setTimer(run, pauseMs),
    runningClock: (facts) => book.runningClock(facts),
  })
}

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
