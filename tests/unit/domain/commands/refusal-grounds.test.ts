import { describe, expect, it } from 'vitest'
import { deliveredCatalogue } from '../../../../server/import/seed-reference.ts'
import type { Complaint } from '../../../../shared/domain/complaint.ts'
import { groundRules, refusalGrounds, seedGrounds } from '../../../../shared/domain/refusal.ts'
import type { GroundRule } from '../../../../shared/domain/refusal.ts'
import { caseIn } from '../../../support/domain/case-fixtures.ts'
import { CaseStory } from '../../../support/domain/case-story.ts'

const seed: GroundRule = { approvedBy: 'approver', mayResume: false, active: true }
const grounds = (change: Partial<GroundRule>): ReadonlyMap<string, GroundRule> =>
  groundRules([{ ...seed, ...change, id: 'not_in_scope' }])

const propose = { name: 'proposeRefusal', args: { ground: 'not_in_scope', text: 'Mời gửi nơi khác' } } as const
const approve = { name: 'approveRefusal', args: {} } as const
const deny = { name: 'denyRefusal', args: { reason: 'Thuộc phạm vi' } } as const
const resume = { name: 'resume', args: { text: 'Số 12 phố Huế' } } as const

const proposedUnder = (change: Partial<GroundRule>): Complaint =>
  new CaseStory(caseIn('in_progress'), { grounds: grounds(change) }).does('2026-01-07 10:00', 'officer', propose)
    .complaint

describe('the rules of the grounds', () => {
  it('are before anything is stored those the product comes with', () => {
    const { grounds: delivered } = deliveredCatalogue()
    expect([...groundRules([]).entries()]).toEqual([...groundRules(delivered).entries()])
    expect(delivered.map(({ id }) => id).toSorted()).toEqual(refusalGrounds.toSorted())
  })

  it('are the seed’s until a stored row of the same code says otherwise', () => {
    expect([...groundRules([]).keys()]).toEqual(refusalGrounds)
    expect(grounds({ mayResume: true }).get('not_in_scope')).toEqual({ ...seed, mayResume: true })
    expect(grounds({}).get('unclear_content')).toEqual(seedGrounds.get('unclear_content'))
    expect(groundRules([{ ...seed, id: 'made_up' }]).has('made_up')).toBe(false)
  })
})

describe('a refusal on a ground that the agency decides', () => {
  it('waits for its approver, never for the coordinator', () => {
    const complaint = proposedUnder({ approvedBy: 'approver' })
    expect(complaint.proposal).toMatchObject({ stage: 'approver', waitingSinceMs: complaint.proposal?.proposedAtMs })
    for (const step of [approve, deny]) {
      expect(new CaseStory(complaint).wouldGet('2026-01-07 11:00', 'approver', step)).toBe('ok')
      expect(new CaseStory(complaint).wouldGet('2026-01-07 11:00', 'coordinator', step)).toBe('not_permitted')
    }
  })
})

describe('a refusal on a ground that the city decides', () => {
  it('waits for the coordinator; the agency’s approver may take it back, never approve it', () => {
    const complaint = proposedUnder({ approvedBy: 'city_coordinator' })
    expect(complaint.proposal?.stage).toBe('coordinator')
    for (const step of [approve, deny]) {
      expect(new CaseStory(complaint).wouldGet('2026-01-07 11:00', 'coordinator', step)).toBe('ok')
    }
    expect(new CaseStory(complaint).wouldGet('2026-01-07 11:00', 'approver', approve)).toBe('not_permitted')
    expect(new CaseStory(complaint).wouldGet('2026-01-07 11:00', 'approver', deny)).toBe('ok')
  })

  it('keeps its decider when the ground is given back to the agencies meanwhile, and the other way round', () => {
    const forCity = new CaseStory(proposedUnder({ approvedBy: 'city_coordinator' }), { grounds: grounds({}) })
    expect(forCity.wouldGet('2026-01-07 11:00', 'approver', approve)).toBe('not_permitted')
    expect(forCity.wouldGet('2026-01-07 11:00', 'coordinator', approve)).toBe('ok')
    const nowCity = { grounds: grounds({ approvedBy: 'city_coordinator' }) }
    const forAgency = new CaseStory(proposedUnder({}), nowCity)
    expect(forAgency.wouldGet('2026-01-07 11:00', 'approver', approve)).toBe('ok')
    expect(forAgency.wouldGet('2026-01-07 11:00', 'coordinator', approve)).toBe('not_permitted')
  })
})

describe('resuming', () => {
  const refused = (change: Partial<GroundRule>): Complaint =>
    new CaseStory(proposedUnder(change)).does('2026-01-07 11:00', 'approver', approve).complaint

  it('is open to the citizen where the ground said so, whatever the product came with', () => {
    expect(seedGrounds.get('not_in_scope')?.mayResume).toBe(false)
    expect(new CaseStory(refused({ mayResume: true })).wouldGet('2026-01-07 12:00', 'citizen', resume)).toBe('ok')
    expect(new CaseStory(refused({ mayResume: false })).wouldGet('2026-01-07 12:00', 'citizen', resume)).toBe(
      'not_resumable',
    )
  })

  it('stays as the ground said when the refusal was proposed, whatever it says now', () => {
    const opened = new CaseStory(refused({ mayResume: true }), { grounds: grounds({ mayResume: false }) })
    expect(opened.wouldGet('2026-01-07 12:00', 'citizen', resume)).toBe('ok')
    const shut = new CaseStory(refused({ mayResume: false }), { grounds: grounds({ mayResume: true }) })
    expect(shut.wouldGet('2026-01-07 12:00', 'citizen', resume)).toBe('not_resumable')
  })
})

describe('a ground that is no longer in use', () => {
  it('is not proposed any more; what was proposed on it is still decided', () => {
    const retired = { grounds: grounds({ active: false }) }
    expect(new CaseStory(caseIn('in_progress'), retired).wouldGet('2026-01-07 10:00', 'officer', propose)).toBe(
      'unknown_ground',
    )
    expect(new CaseStory(proposedUnder({}), retired).wouldGet('2026-01-07 11:00', 'approver', approve)).toBe('ok')
  })
})
