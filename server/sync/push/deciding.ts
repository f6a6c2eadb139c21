import type { CaseRowV1 } from '../../../shared/contract/rows.ts'
import type { CommandForms } from '../../../shared/contract/command-upgrades.ts'
import type { Tx } from '../../db/transaction.ts'
import type { Reference } from '../reference.ts'
import type { Submission } from '../submission.ts'

/** A case as this transaction locked it. `visible`: the official has it now; `held` had it, `assigned` was its assignee, when the command was recorded. */
export type LockedCase = Readonly<{ row: CaseRowV1; visible: boolean; held: boolean; assigned: boolean }>

/** What deciding one command needs. */
export type Deciding = Readonly<{
  tx: Tx
  submission: Submission
  nowMs: number
  newId: () => string
  commandForms: CommandForms
  /** Largest file a command may announce, in bytes. */
  maxFileBytes: number
  reference: Reference
}>
