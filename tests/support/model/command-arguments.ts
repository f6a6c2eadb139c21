import { createHash } from 'node:crypto'
import type { CommandName } from '../../../shared/domain/command.ts'
import { canonicalReply } from '../../../shared/domain/reply-text.ts'
import type { CaseDetailV1 } from '../../../shared/ipc/worker-contract.ts'
import type { Chance } from '../faults/seeded.ts'

/** What a case may be handed to. */
export type Surroundings = Readonly<{
  agencies: readonly string[]
  teamsOf: (agency: string) => readonly string[]
  officersOf: (team: string) => readonly string[]
}>

type Arguments = Readonly<Record<string, unknown>>

let numbered = 0
const fresh = (what: string, { seed }: Chance) => `${what}-${seed}-${(numbered += 1)}`
const dayMs = 86_400_000
const dateOf = (atMs: number) => new Date(atMs).toISOString().slice(0, 10)

/** Arguments an official could give for a command on this case; null where this one needs what the model does not play. */
export function argumentsFor(
  name: CommandName,
  detail: CaseDetailV1,
  around: Surroundings & Readonly<{ chance: Chance }>,
): Arguments | null {
  const { chance } = around
  const { case: row } = detail
  const text = `Nội dung ${fresh('lời', chance)}`
  switch (name) {
    case 'receive':
      return {
        level: row.level === 'urgent' ? 'urgent' : chance.pick(['normal', 'urgent', 'complex']),
        category: row.category,
        area: row.area,
        duplicatesLookedAt: true,
      }
    case 'startVerification':
    case 'finishVerification':
      return { note: text }
    case 'setLevel':
      return { level: chance.pick(['normal', 'complex', 'urgent']), reason: text }
    case 'assign': {
      const teams = around.teamsOf(row.agency)
      if (teams.length === 0) return null
      const team = chance.pick(teams)
      const officers = around.officersOf(team)
      return { team, officer: officers.length > 0 && chance.next() < 0.7 ? chance.pick(officers) : null }
    }
    case 'start':
    case 'grantExtension':
    case 'approveRefusal':
    case 'acceptTransfer':
    case 'checkIn':
      return {}
    case 'addNote':
      return { id: fresh('note', chance), text }
    case 'recordVisit':
      return { id: fresh('visit', chance), text, occurredAtMs: Date.now() - 60_000, point: null }
    case 'submitReply': {
      const hash = createHash('sha256').update(canonicalReply(text)).digest('hex')
      // Half of the officers give a reason; of the others the gate keeps the reply back wherever it was shown.
      const overrideReason = chance.below(2) === 0 ? text : null
      return { revision: 1, text, hash, overrideReason, noEvidence: null, gateShown: chance.below(4) > 0 }
    }
    case 'returnReply':
      return { comment: text, passage: row.reply?.text ?? null }
    case 'approveReply':
      return row.reply === null
        ? null
        : { revision: row.reply.revision, hash: row.reply.hash, personalDataReason: text, missingFilesReason: null }
    case 'askCitizen':
      return { question: text }
    case 'requestCoordination':
      return { id: fresh('asked', chance), agency: chance.pick(around.agencies), question: text }
    case 'answerCoordination': {
      const open = row.coordination.find((asked) => asked.answeredAtMs === null)
      return open === undefined ? null : { id: open.id, answer: text }
    }
    case 'requestExtension':
      return { dueDate: dateOf(Date.now() + (5 + chance.below(10)) * dayMs), reason: text }
    case 'denyExtension':
    case 'denyRefusal':
    case 'returnTransfer':
    case 'denyTransfer':
    case 'withhold':
    case 'unmerge':
      return { reason: text }
    case 'proposeTransfer':
      return { targetAgency: chance.pick(around.agencies), ground: 'other_agency', text }
    case 'approveTransfer':
      return { targetAgency: row.proposal?.targetAgency ?? '' }
    case 'proposeRefusal':
      return { ground: 'out_of_scope', text }
    case 'checkOut':
      return { untilMs: Date.now() + dayMs }
    case 'publish':
      return { personalDataReason: text }
    default:
      return null
  }
}
