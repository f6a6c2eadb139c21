import { describe, expect, it } from 'vitest'
import type { CommandName } from '../../../../shared/domain/command.ts'
import type { Complaint } from '../../../../shared/domain/complaint.ts'
import type { Absence, Organisation } from '../../../../shared/domain/organisation.ts'
import { openStates } from '../../../../shared/domain/states.ts'
import { availableCommands } from '../../../../shared/domain/decision.ts'
import {
  actor,
  caseIn,
  context,
  nowMs,
  organisation,
  people,
  reworkAfterRating,
} from '../../../support/domain/case-fixtures.ts'
import {
  away,
  everySituation,
  refusalBy,
  refusalForTheCity,
  replyBy,
  transferAt,
} from '../../../support/domain/case-situations.ts'
import { openMoves } from '../../../support/domain/case-walk.ts'

type World = Readonly<{ present: readonly string[]; organisation: Organisation }>

const keyOf = ({ state, agency, team, assignee, proposal, reply, rework, transfers }: Complaint): string =>
  [
    state,
    agency,
    team,
    assignee,
    proposal?.kind,
    proposal?.stage,
    proposal?.targetAgency,
    proposal?.returnReason,
    proposal?.proposedBy,
    proposal?.stateBefore,
    reply?.author,
    rework === null,
    Math.min(transfers.length, 2),
  ].join('|')

// What cannot bring a case nearer to its outcome is left out, so that the search stays short.
const beside: ReadonlySet<CommandName> = new Set([
  'addNote',
  'addEvidence',
  'recordVisit',
  'saveDraft',
  'mark',
  'setLevel',
  'revealReporter',
  'checkOut',
  'checkIn',
  'requestCoordination',
  'answerCoordination',
  'requestExtension',
  'grantExtension',
  'denyExtension',
  'settleCommitment',
  'merge',
] satisfies readonly CommandName[])

/** The commands of a way to an outcome that the people present can go, or null where there is none. */
const wayOut = (
  start: Complaint,
  world: World,
  but: ReadonlySet<CommandName> = new Set(),
): readonly string[] | null => {
  const seen = new Set<string>()
  const waiting: { complaint: Complaint; way: readonly string[] }[] = [{ complaint: start, way: [] }]
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { complaint, way } = next
    if (complaint.state === 'answered' || complaint.state === 'refused') return way
    if (seen.has(keyOf(complaint))) continue
    seen.add(keyOf(complaint))
    for (const who of world.present) {
      for (const step of openMoves(complaint, who, { nowMs, organisation: world.organisation })) {
        if (!beside.has(step.command.name) && !but.has(step.command.name))
          waiting.push({ complaint: step.after, way: [...way, step.command.name] })
      }
    }
  }
  return null
}

const everybody = Object.keys(people).filter((who) => !/^(warning|admin|security|system)/.test(who))

const without = (...absences: readonly Absence[]): World => {
  const absent = new Set(absences.map((absence) => absence.official))
  return { present: everybody.filter((who) => !absent.has(who)), organisation: organisation({ absences }) }
}

/** A world without some people: they do not work there at all. */
const unstaffed = (gone: readonly string[], ...absences: readonly Absence[]): World => {
  const { present, organisation: known } = without(...absences)
  const officials = new Map([...known.officials].filter(([id]) => !gone.includes(id)))
  return { present: present.filter((who) => !gone.includes(who)), organisation: { ...known, officials } }
}

const everyApprover = ['approver', 'approver2', 'double']
/** Who does not work in a city whose agencies have one approver each; here it is one who also handles cases. */
const oneApprover = [
  ['who does nothing else', ['approver2', 'double', 'foreign']],
  ['who handles cases as well', ['approver', 'approver2', 'receiverApprover']],
] as const

const openSituations = everySituation.filter(
  ({ complaint, context }) => context.online !== false && openStates.some((open) => open === complaint.state),
)
const ways = openSituations.map(({ name, complaint }) => [name, complaint] as const)

const inRework = [
  ['rework', caseIn('rework')],
  ['a reply in rework', replyBy('officer2', { rework: reworkAfterRating })],
  ['a refusal in rework', refusalBy('officer2', { rework: reworkAfterRating })],
] as const

describe('no open state is without an exit', { timeout: 120_000 }, () => {
  it.each(ways)('whoever is absent: %s', (_name, complaint) => {
    for (const absent of everybody) expect(wayOut(complaint, without(away(absent))), absent).not.toBeNull()
  })

  it.each(ways)('when one person stands in for every approver who is away: %s', (_name, complaint) => {
    const world = without(...['approver', 'approver2', 'double'].map((who) => away(who, 'supervisor')))
    expect(wayOut(complaint, world)).not.toBeNull()
  })

  it.each(ways)('when no approver of the agency is there: %s', (_name, complaint) => {
    expect(wayOut(complaint, without(...everyApprover.map((who) => away(who))))).not.toBeNull()
  })

  // Whoever is away in such an agency, the city's coordinator or somebody in that place is there: see docs/decisions.
  describe.each(oneApprover)('where every agency has one approver, %s', (_what, gone) => {
    const there = everybody.filter((who) => !gone.some((id) => id === who) && who !== 'coordinator')

    it.each(ways)('whoever is absent: %s', (_name, complaint) => {
      expect(wayOut(complaint, unstaffed(gone))).not.toBeNull()
      for (const absent of there) expect(wayOut(complaint, unstaffed(gone, away(absent))), absent).not.toBeNull()
    })
  })

  // The citizen who was asked is the only one who may still move such a case on.
  it.each(ways)('when nobody of the agency is there, or nobody works there: %s', (_name, complaint) => {
    const staff = everybody.filter((who) => people[who]?.some((grant) => grant.agency === 'SXD'))
    for (const world of [without(...staff.map((who) => away(who))), unstaffed(staff)]) {
      expect(wayOut(complaint, { ...world, present: [...world.present, 'citizen'] })).not.toBeNull()
    }
  })

  it('of a report that nobody of the agency is there to receive: the coordinator hands it to another agency', () => {
    const staff = everybody.filter((who) => people[who]?.some((grant) => grant.agency === 'SXD'))
    const way = wayOut(caseIn('awaiting_reception'), unstaffed(staff))
    expect(way?.slice(0, 2)).toEqual(['proposeTransfer', 'acceptTransfer'])
  })

  it('of a rework whose former officer is the only one of the agency: that officer does it again', () => {
    const rework = { ...reworkAfterRating, formerAssignee: 'third', formerApprover: null }
    const complaint = caseIn('rework', { agency: 'SGD', team: 'SGD-1', assignee: null, rework })
    const way = ['assign', 'start', 'submitReply', 'approveReply']
    expect(wayOut(complaint, without(), new Set(['proposeTransfer', 'proposeRefusal']))).toEqual(way)
  })

  it.each([
    ['the only approver proposed it', refusalBy('double'), unstaffed(['approver', 'approver2'])],
    ['the others are away', refusalBy('double'), without(away('approver'), away('approver2'))],
    [
      'whoever takes the only approver’s place proposed it',
      refusalBy('supervisor'),
      without(away('approver', 'supervisor'), away('approver2'), away('double')),
    ],
    ['every approver is away', refusalBy('officer'), without(...everyApprover.map((who) => away(who)))],
  ])('of a refusal when %s: the coordinator decides', (_why, complaint, world) => {
    expect(wayOut(complaint, world)).toEqual(['approveRefusal'])
    const known = { organisation: world.organisation }
    const city = availableCommands(actor('coordinator'), complaint, context(known))
    const decisions = city.filter(({ name }) => name.endsWith('Refusal')).map(({ name, allowed }) => [name, allowed])
    expect(Object.fromEntries(decisions)).toMatchObject({ approveRefusal: true, denyRefusal: true })
  })

  it('of a reply when no approver is there: the coordinator decides', () => {
    const world = without(...everyApprover.map((who) => away(who)))
    expect(wayOut(replyBy('officer'), world)).toEqual(['approveReply'])
  })

  it.each([
    ['reply', replyBy('officer'), 'approveReply'],
    ['reply of an approver', replyBy('double'), 'returnReply'],
    ['refusal', refusalBy('officer'), 'approveRefusal'],
    ['refusal of an approver', refusalBy('double'), 'denyRefusal'],
  ] as const)('and a %s is the agency’s as long as it has another approver there', (_what, complaint, decision) => {
    const known = { organisation: without(away('approver2')).organisation }
    const city = availableCommands(actor('coordinator'), complaint, context(known))
    expect(city.find(({ name }) => name === decision)?.code).toBe('not_permitted')
  })

  it.each(openStates)('when the author is the only approver there and somebody stands in for another: %s', (state) => {
    const { assignee } = caseIn(state)
    const world = without(away('approver', 'intake'), away('approver2'))
    expect(wayOut(caseIn(state, { assignee: assignee === null ? null : 'double' }), world)).not.toBeNull()
  })

  it('when nobody at the receiver may take a transfer: the coordinator calls it back, or an approver takes it back', () => {
    const nobodyThere = without(away('receiver'), away('foreign'))
    expect(wayOut(transferAt('receiver'), nobodyThere, new Set(['denyTransfer']))?.[0]).toBe('assign')
    expect(wayOut(transferAt('receiver'), nobodyThere, new Set(['assign']))?.[0]).toBe('denyTransfer')
  })

  it('when the coordinator is absent: an approver takes a returned or second transfer back', () => {
    expect(wayOut(transferAt('coordinator'), without(away('coordinator')))?.[0]).toBe('assign')
  })

  it('when no approver is there for a first transfer: the coordinator decides it', () => {
    const world = without(away('approver'), away('approver2'), away('double'))
    expect(wayOut(transferAt('approver'), world, new Set(['assign']))?.[0]).toMatch(/^(approve|deny)Transfer$/)
  })

  it.each(inRework)('of %s when the former approver is the only one: the coordinator decides', (_name, complaint) => {
    const world = without(away('approver2'), away('double'))
    const way = wayOut(complaint, world, new Set(['proposeTransfer']))
    expect(way?.at(-1)).toMatch(/^approve(Reply|Refusal)$/)
    // Without the coordinator it still takes another agency, or somebody who stands in for one of the absent approvers.
    const noCity = without(away('approver2'), away('double'), away('coordinator'))
    expect(wayOut(complaint, noCity, new Set(['proposeTransfer']))).toBeNull()
    expect(wayOut(complaint, noCity)).toContain('acceptTransfer')
    const replaced = without(away('approver2', 'supervisor'), away('double'), away('coordinator'))
    expect(wayOut(complaint, replaced, new Set(['proposeTransfer']))).not.toBeNull()
  })

  it('of a reply in rework when the only other approver wrote it: the coordinator decides', () => {
    const world = without(away('approver2'))
    const complaint = replyBy('double', { rework: reworkAfterRating, assignee: 'double' })
    expect(wayOut(complaint, world, new Set(['proposeTransfer', 'returnReply']))).toEqual(['approveReply'])
  })

  it('of a refusal that the city decides when the coordinator is absent: an approver takes it back', () => {
    expect(wayOut(refusalForTheCity, without(away('coordinator')))?.[0]).toBe('denyRefusal')
  })

  it('and none is reached where nobody may decide', () => {
    const world = { present: ['officer', 'intake', 'supervisor', 'receiverOfficer'], organisation: organisation() }
    expect(openStates.filter((state) => wayOut(caseIn(state), world) !== null)).toEqual([])
  })
})
