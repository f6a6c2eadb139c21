import type { CommandName, RefusalCode } from './command.ts'
import type { CaseEvent, Complaint } from './complaint.ts'
import type { Organisation } from './organisation.ts'
import type { GroundRule } from './refusal.ts'
import type { HandlingFileRole } from './reply/gate/gate.ts'
import type { Giver } from './roles.ts'
import type { Calendar } from './time/calendar.ts'
import type { DeadlinePolicy } from './time/policy.ts'

/** What a decision is judged by: who there is, and the rules the city keeps. */
export type CaseRules = Readonly<{
  organisation: Organisation
  /** By policy id. */
  policies: ReadonlyMap<string, DeadlinePolicy>
  /** Compiled calendars by the id agencies name. */
  calendars: ReadonlyMap<string, Calendar>
  /** What each ground for a refusal says, by its code. */
  grounds: ReadonlyMap<string, GroundRule>
}>

/** Everything a decision needs besides the case: the domain itself has no clock, no random source and no cryptography. */
export type DecisionContext = CaseRules &
  Readonly<{
    /** The server's clock, Unix milliseconds; on the client the clock corrected by the known offset. */
    nowMs: number
    /** The id of the timeline entry this command writes (a note brings its own). */
    eventId: string
    /** The hex SHA-256 of `canonicalReply(args.text)`, computed by the caller; `submitReply` is refused without it. */
    replyHash?: string
    /** What the files added in handling the case show; where unknown, the reply gate does not judge the evidence. */
    handlingFiles?: readonly HandlingFileRole[]
    /** The author's newest saved draft revision, where known: `submitReply` must name it. */
    draftRevision?: number
    /** How many announced files of the reply have not arrived; approval waits for them. */
    filesMissing?: number
    /** For `merge`: the main case, where the official may see it. */
    mergeTarget?: Pick<Complaint, 'id' | 'state' | 'agency'>
    /** For `merge`: how many cases follow this one. */
    mergedHere?: number
    /** Who gives the command; an official unless told. */
    givenBy?: Giver
    /** The flowVersion the command was given on; a workflow command on another one is refused as `stale_flow`. */
    ifVersion?: number
    /** False while the client has no server: online-only commands are refused as `online_only`. */
    online?: boolean
    /** For notes: the case has moved on since the note was recorded, so the entry is marked late. */
    movedOn?: boolean
    /** For notes: the case was the officer's when the note was recorded (`scope_history`), which is enough to keep it. */
    heldBefore?: boolean
  }>

/** What a command does: the case afterwards (versions raised by sync.md section 5) and the timeline entries to append; or why not. */
export type Decision =
  | Readonly<{ ok: true; next: Complaint; events: readonly CaseEvent[] }>
  | Readonly<{ ok: false; code: RefusalCode }>

/** Whether a button is usable now; `code` says why not. */
export type CommandAvailability = Readonly<{ name: CommandName; allowed: boolean; code: RefusalCode | null }>
