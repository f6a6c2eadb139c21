import { untouchedParts } from '../domain/complaint.ts'
import type { EntityName } from './rows.ts'

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null

const laterProposal = { stage: 'approver', answerDueAtMs: null, approvedBy: null, returnReason: null } as const

function upgradedCase(row: Fields): Fields {
  const { proposal } = row
  return {
    ...untouchedParts,
    ...row,
    proposal: isFields(proposal) ? { ...laterProposal, ...proposal } : proposal,
  }
}

/**
 * A row stored or sent before wire schema 2 in today's shape, with the parts of a case that nothing could have happened to yet; any
 * other row unchanged. Migration 0201 does the same to the server's rows.
 */
export function upgradedRow(entity: EntityName, row: unknown): unknown {
  if (!isFields(row)) return row
  if (entity === 'case' && !('transfers' in row)) return upgradedCase(row)
  return entity === 'event' && !('extra' in row) ? { ...row, extra: null } : row
}
