import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { mutationResultV1 } from '../contract/sync.ts'
import { revealedReporterV1 } from '../contract/intake.ts'
import { caseRowV1, eventRowV1, fileRowV1 } from '../contract/rows.ts'
import { refusalCodes } from '../domain/command.ts'
import type { CommandName } from '../domain/command.ts'
import { publicStatuses } from '../domain/public-status.ts'
import { caseStates } from '../domain/states.ts'
import { commandArgsV1 } from '../contract/command-args.ts'
import { carriedInV1, carriedOutV1, comparisonV1, droppedItemV1, passphrase, redoneV1 } from './outbox-contract.ts'
import { mostChosen } from './chosen-limit.ts'
import { stillV1 } from './first-screen.ts'
import { clockStatuses, queueFactsV1, queueQueryV1, queueRowV1, referenceV1, viewName } from './queue-contract.ts'

const commandName = z.enum(Object.keys(commandArgsV1) as [CommandName, ...CommandName[]])

/** How a queued command stands. `sent` = its id is given, the answer is not known yet. */
export const outboxItemV1 = z.object({
  key: z.string(),
  caseId: z.string(),
  caseNumber: z.string(),
  name: commandName,
  /** The officer's words, if the command carries any. */
  text: z.string(),
  status: z.enum(['waiting', 'sent', 'conflict', 'rejected', 'quarantined']),
  code: z.string().nullable(),
  result: mutationResultV1.shape.result,
  createdAtMs: z.number(),
  /** How often sending failed in a row since it was given, as far as the app has run since. */
  attempts: z.number().int(),
  lastError: z.string().nullable(),
  blockedBy: z.string().nullable(),
  /** Its words can still be changed in place: it was never sent. */
  editable: z.boolean(),
  /** It can still be withdrawn: neither this device nor, from a carried file, another one can have sent it. */
  revocable: z.boolean(),
})
export type OutboxItemV1 = z.infer<typeof outboxItemV1>

export const syncStatusV1 = z.object({
  state: z.enum(['synced', 'syncing', 'offline', 'needs_sign_in', 'locked']),
  waiting: z.number().int(),
  troubled: z.number().int(),
  lastCompleteAtMs: z.number().nullable(),
  loaded: z.number().int(),
  total: z.number().int().nullable(),
  /** Server clock minus device clock, for the warning above 120 s. */
  clockOffsetMs: z.number(),
  lastErrorCode: z.string().nullable(),
})
export type SyncStatusV1 = z.infer<typeof syncStatusV1>

/** A command button of the case: shown when it concerns this officer, disabled with a code that says why. */
export const commandOfferV1 = z.object({
  name: commandName,
  allowed: z.boolean(),
  code: z.enum(refusalCodes).nullable(),
  /** The next sensible one. */
  primary: z.boolean(),
})

export const deadlineViewV1 = z.object({
  clock: z.enum(['reception', 'processing', 'none']),
  dueAtMs: z.number().nullable(),
  status: z.enum(clockStatuses),
  /** Since when the clock stands still: `dueAtMs` then moves on with the pause. Null while it runs. */
  pausedFromMs: z.number().nullable(),
  workingMsLeft: z.number().nullable(),
  workingMsTotal: z.number().nullable(),
  elapsedMs: z.number(),
  provisional: z.boolean(),
  policyName: z.string(),
  articleRef: z.string(),
  spans: z.array(z.object({ fromMs: z.number(), toMs: z.number(), kind: z.string(), note: z.string() })),
})

/** A case another one points to. */
export const linkedCaseV1 = z.object({
  id: z.string(),
  caseNumber: z.string(),
  title: z.string(),
  state: z.enum(caseStates),
})

export const caseDetailV1 = z.object({
  /** With the pending commands applied. */
  case: caseRowV1,
  provisional: z.boolean(),
  pending: z.array(outboxItemV1),
  events: z.array(eventRowV1.extend({ pending: z.boolean() })),
  files: z.array(fileRowV1),
  commands: z.array(commandOfferV1),
  deadline: deadlineViewV1,
  draft: z.object({ text: z.string(), baseRevision: z.number().int(), savedAtMs: z.number() }).nullable(),
  /** What the citizen is told. */
  publicStatus: z.enum(publicStatuses),
  /** The main case of a merged one, null where there is none or the device does not hold it. */
  main: linkedCaseV1.nullable(),
  /** The cases merged into this one that the device holds. */
  merged: z.array(linkedCaseV1),
})
export type CaseDetailV1 = z.infer<typeof caseDetailV1>

export const slaRowV1 = z.object({
  key: z.string(),
  onTime: z.number().int(),
  late: z.number().int(),
  dueSoon: z.number().int(),
  overdue: z.number().int(),
  paused: z.number().int(),
  openOnTime: z.number().int(),
})
export const slaFiguresV1 = z.object({
  by: z.enum(['week', 'category', 'agency', 'team']),
  rows: z.array(slaRowV1),
  /** All finished cases with a target. */
  finished: z.number().int(),
  finishedOnTime: z.number().int(),
  asOfMs: z.number(),
  /** Months of closed cases the device holds, `YYYY-MM`, ascending. */
  months: z.array(z.string()),
  complete: z.boolean(),
  /** Whether the agency of any case held has ended: only then do the two ways of counting by agency differ. */
  agencyEnded: z.boolean(),
})
export type SlaFiguresV1 = z.infer<typeof slaFiguresV1>

export const changeV1 = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('queue') }),
  z.object({ kind: z.literal('case'), caseId: z.string() }),
  z.object({ kind: z.literal('sync'), status: syncStatusV1 }),
  z.object({ kind: z.literal('outbox') }),
  z.object({ kind: z.literal('reference') }),
  /** There is a newer first screen for the next start: a page may draw its still. */
  z.object({ kind: z.literal('first_screen') }),
  z.object({ kind: z.literal('recovered'), commands: z.number().int(), drafts: z.number().int() }),
  /** Work only the server could open was sent: `troubled` of it is listed for a decision, `refused` could not be taken and is kept. */
  z.object({
    kind: z.literal('rescued'),
    sent: z.number().int(),
    troubled: z.number().int(),
    refused: z.number().int(),
  }),
  z.object({ kind: z.literal('vault'), phase: z.enum(['open', 'closed', 'damaged', 'too_new', 'not_upgraded']) }),
])
export type ChangeV1 = z.infer<typeof changeV1>

const keyedText = z.object({ key: z.string(), text: z.string().min(1).max(20_000) })

/** Page to data worker (oRPC over a MessagePort). The page holds no storage, no sync and no token. */
export const workerContract = {
  changes: oc.output(eventIterator(changeV1)),
  queue: {
    page: oc
      .input(
        z.object({
          query: queueQueryV1,
          offset: z.number().int().nonnegative(),
          limit: z.number().int().positive().max(500),
        }),
      )
      .output(
        z.object({ total: z.number().int(), offset: z.number().int(), rows: z.array(queueRowV1), asOfMs: z.number() }),
      ),
    counts: oc.input(z.object({ search: z.string().max(500) })).output(z.record(viewName, z.number().int())),
    /** Where a case stands in a view, for returning to it; -1 when it is not there. */
    indexOf: oc
      .input(z.object({ query: queueQueryV1, caseId: z.string() }))
      .output(z.object({ index: z.number().int() })),
    /** The cases at some places of a view, in its order: what is chosen without being shown. */
    ids: oc
      .input(
        z.object({
          query: queueQueryV1,
          offset: z.number().int().nonnegative(),
          limit: z.number().int().positive().max(mostChosen),
        }),
      )
      .output(z.object({ ids: z.array(z.string()), total: z.number().int() })),
    /** The little that a command on many cases needs of each; cases the device no longer holds are left out. */
    facts: oc.input(z.object({ caseIds: z.array(z.string()).max(mostChosen) })).output(z.array(queueFactsV1)),
  },
  /** The first screen of the next start, and the still that a page has drawn of it. */
  firstScreen: {
    read: oc.output(z.object({ screen: z.string(), edition: z.number().int() })),
    /** Nothing is kept of a still whose screen is no longer the newest: `first_screen` tells of the next one. */
    keepStill: oc
      .input(z.object({ edition: z.number().int(), still: stillV1 }))
      .output(z.object({ kept: z.boolean() })),
  },
  /** The rows of a view for a file: its order is kept from `open` on, and what the official may not export is left out. */
  exports: {
    open: oc
      .input(z.object({ query: queueQueryV1 }))
      .output(z.object({ list: z.string(), total: z.number().int(), asOfMs: z.number() })),
    /** Fails with `list_gone` where the worker was replaced meanwhile. */
    rows: oc
      .input(
        z.object({
          list: z.string(),
          offset: z.number().int().nonnegative(),
          limit: z.number().int().positive().max(500),
        }),
      )
      .output(z.object({ rows: z.array(queueRowV1), refused: z.number().int() })),
    close: oc.input(z.object({ list: z.string() })).output(z.object({})),
  },
  case: {
    get: oc.input(z.object({ caseId: z.string() })).output(caseDetailV1.nullable()),
    /** Who reported a case this device has checked out, and until when it is kept; null where none is kept. */
    heldContact: oc
      .input(z.object({ caseId: z.string() }))
      .output(z.object({ reporter: revealedReporterV1, untilMs: z.number() }).nullable()),
    /** The last local day to which the deadline may be extended; null where no day may be asked for. */
    extensionLimit: oc.input(z.object({ caseId: z.string() })).output(z.object({ lastDate: z.string() }).nullable()),
  },
  command: {
    /** Resolves when the command is in the journal (fsync) and the outbox: "đã lưu trên máy". */
    run: oc
      .input(z.object({ caseId: z.string(), name: commandName, args: z.record(z.string(), z.unknown()) }))
      .output(
        z.union([
          z.object({ ok: z.literal(true), key: z.string() }),
          z.object({ ok: z.literal(false), code: z.enum(refusalCodes) }),
        ]),
      ),
    /** What the case would be after a command, or why the command would be refused; nothing is queued. */
    preview: oc
      .input(z.object({ caseId: z.string(), name: commandName, args: z.record(z.string(), z.unknown()) }))
      .output(
        z.union([
          z.object({ ok: z.literal(true), case: caseRowV1 }),
          z.object({ ok: z.literal(false), code: z.enum(refusalCodes) }),
        ]),
      ),
  },
  draft: {
    /** Keystroke groups; resolves when it is on the disk. */
    save: oc
      .input(z.object({ caseId: z.string(), text: z.string().max(20_000), baseRevision: z.number().int() }))
      .output(z.object({ savedAtMs: z.number() })),
  },
  outbox: {
    list: oc.output(z.array(outboxItemV1)),
    /** Takes back one that was never sent; false for any other. It can be restored. */
    withdraw: oc.input(z.object({ key: z.string() })).output(z.object({ ok: z.boolean() })),
    /** Gives a refused command up; its words stay among the dropped ones and it can be restored. */
    dismiss: oc.input(z.object({ key: z.string() })).output(z.object({ ok: z.boolean() })),
    /** Changes the words of one that was never sent. */
    edit: oc.input(keyedText).output(redoneV1),
    /** Gives a refused command again with other words; those of a reply become the case's draft. */
    rewrite: oc.input(keyedText).output(redoneV1),
    /** What a command stood on, what it would do and what stands now; null for one that is not listed. */
    compare: oc.input(z.object({ key: z.string() })).output(comparisonV1.nullable()),
    dropped: oc.output(z.array(droppedItemV1)),
    /** Takes a dropped command back; false for one that is gone. */
    restore: oc.input(z.object({ key: z.string() })).output(z.object({ ok: z.boolean() })),
    /** Writes everything unsent to a file sealed with a passphrase, where the user says. */
    carryOut: oc.input(z.object({ passphrase })).output(carriedOutV1),
    /** Lets the user choose such a file; null when they change their mind. */
    chooseCarried: oc.output(z.object({ name: z.string() }).nullable()),
    /** Takes in the chosen file; doing it again changes nothing. */
    carryIn: oc.input(z.object({ passphrase })).output(carriedInV1),
    /** Enqueues the same command again on the case as it is now. */
    redo: oc.input(z.object({ key: z.string() })).output(redoneV1),
  },
  sync: {
    status: oc.output(syncStatusV1),
    now: oc.output(z.object({})),
  },
  figures: {
    sla: oc
      .input(
        z.object({
          by: z.enum(['week', 'category', 'agency', 'team']),
          /** By agency: the one that handled the case, or the one that stands in its place today. */
          agencyView: z.enum(['then', 'now']),
          fromMs: z.number().nullable(),
          toMs: z.number().nullable(),
        }),
      )
      .output(slaFiguresV1),
    /** The supervisor's list of the day: case ids by reason. */
    dayList: oc.output(
      z.object({
        forDate: z.string(),
        shownBefore: z.boolean(),
        groups: z.array(z.object({ reason: z.string(), rows: z.array(queueRowV1), total: z.number().int() })),
      }),
    ),
    markDayListShown: oc.output(z.object({})),
  },
  reference: {
    all: oc.output(referenceV1),
  },
}
