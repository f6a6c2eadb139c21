import { untouchedParts } from '../domain/complaint.ts'
import { seedGrounds } from '../domain/refusal.ts'
import { isOpen } from '../domain/states.ts'
import type { CaseState } from '../domain/states.ts'
import type { EntityName } from './rows.ts'

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null

const laterProposal = { stage: 'approver', answerDueAtMs: null, approvedBy: null, returnReason: null } as const

/** A case stored before transfers, extensions and the rest were known, with the parts nothing had happened to. */
function withWorkflow(row: Fields): Fields {
  if ('transfers' in row) return row
  const { proposal } = row
  return {
    ...untouchedParts,
    ...row,
    proposal: isFields(proposal) ? { ...laterProposal, ...proposal } : proposal,
  }
}

/**
 * A proposal from before grounds were remembered: what the ground said in those days is what the product came with. Since when it
 * waits is known only where nobody has moved it on.
 */
function withGround(row: Fields): Fields {
  const { proposal } = row
  if (!isFields(proposal) || 'mayResume' in proposal) return row
  const { kind, ground, stage, proposedAtMs, returnReason } = proposal
  const isRefusal = kind === 'refusal'
  const isWhereItBegan = isRefusal || stage === 'approver' || (stage === 'coordinator' && returnReason === null)
  return {
    ...row,
    proposal: {
      ...proposal,
      mayResume: isRefusal && (seedGrounds.get(String(ground))?.mayResume ?? false),
      waitingSinceMs: isWhereItBegan ? proposedAtMs : null,
    },
  }
}

/** Questions to other agencies from before they ended with their case: one that was never answered ended with it. */
function withQuestionsClosed(row: Fields): Fields {
  const { coordination, clocks, state } = row
  if (!Array.isArray(coordination) || coordination.every((asked) => isFields(asked) && 'closedAtMs' in asked))
    return row
  const endedAtMs =
    isFields(clocks) && !isOpen(state as CaseState) ? (clocks['answeredAtMs'] ?? clocks['closedAtMs']) : null
  return {
    ...row,
    coordination: coordination.map((asked: Fields) => ({
      ...asked,
      closedAtMs: asked['answeredAtMs'] === null ? (endedAtMs ?? null) : null,
    })),
  }
}

/** A reply from before the gate: nobody was shown what it lacks, and no comment on it named its passage. */
function withGate(row: Fields): Fields {
  const { reply } = row
  if (!isFields(reply) || 'gate' in reply) return row
  return { ...row, reply: { ...reply, returnPassage: null, gate: null } }
}

/**
 * A row stored or sent by an older version in today's shape, with what is known of the parts that came later; any other row
 * unchanged. Migrations 0201, 0235 and 0302 do the same to the server's rows.
 */
export function upgradedRow(entity: EntityName, row: unknown): unknown {
  if (!isFields(row)) return row
  if (entity === 'case') return withGate(withQuestionsClosed(withGround(withWorkflow(row))))
  return entity === 'event' && !('extra' in row) ? { ...row, extra: null } : row
}
