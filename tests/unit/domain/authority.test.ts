import { describe, expect, it } from 'vitest'
import { canHandle, entitlements, grantsHeld, may, readActions } from '../../../shared/domain/authority.ts'
import type { Action } from '../../../shared/domain/authority.ts'
import type { Complaint } from '../../../shared/domain/complaint.ts'
import { organisationOf } from '../../../shared/domain/organisation.ts'
import type { Actor, Role } from '../../../shared/domain/roles.ts'
import { roles } from '../../../shared/domain/roles.ts'
import { actor, caseIn, hanoi, nowMs, organisation, people } from '../../support/domain/case-fixtures.ts'

const holder = (role: Role, agency: string, team: string | null): Actor => ({
  id: 'p',
  grants: [{ role, agency, team }],
})
const complaint = caseIn('in_progress')

describe('reading a case', () => {
  it('is for the case roles of its agency or team and for the city’s two', () => {
    const readers = Object.keys(people).filter((who) => may(actor(who), 'viewCase', complaint, organisation()))
    expect(readers).toEqual([
      'intake',
      'officer',
      'officer2',
      'field',
      'supervisor',
      'approver',
      'approver2',
      'double',
      'coordinator',
      'oversight',
    ])
  })

  it('lets a grant for the whole agency see every team and a grant for a team only its own', () => {
    for (const role of roles) {
      const wide = may(holder(role, 'SXD', null), 'viewCase', complaint, organisation())
      const other = may(holder(role, 'SXD', 'SXD-2'), 'viewCase', complaint, organisation())
      expect(wide, role).toBe(
        !['warning_editor', 'warning_approver', 'agency_admin', 'security_monitor', 'system_admin'].includes(role),
      )
      const isAlwaysWide = ['intake_officer', 'approver', 'city_coordinator', 'oversight_officer'].includes(role)
      expect(other, role).toBe(isAlwaysWide)
    }
  })

  it('keeps the reporter’s identity from the city’s roles', () => {
    expect(may(actor('coordinator'), 'revealReporter', complaint, organisation())).toBe(false)
    expect(may(actor('officer'), 'revealReporter', complaint, organisation())).toBe(true)
  })

  it('gives the oversight nothing to change but the order of a re-check', () => {
    const changing = (Object.keys(entitlements) as Action[]).filter(
      (action) => !readActions.some((read) => read === action) && action !== 'mark',
    )
    expect(changing.filter((action) => may(actor('oversight'), action, complaint, organisation()))).toEqual([
      'orderRecheck',
    ])
  })
})

describe('a field officer of a team', () => {
  const onSite = ['viewCase', 'viewFiles', 'mark', 'addNote', 'addEvidence', 'recordVisit'] as const
  const mayDo = (who: string, complaint: Complaint, actions: readonly Action[]) =>
    actions.filter((action) => may(actor(who), action, complaint, organisation()))

  it.each(['awaiting_reception', 'verifying'] as const)(
    'verifies any report of the agency that is %s, whatever its team, and is not told who reported it',
    (state) => {
      for (const team of [null, 'SXD-1', 'SXD-2']) {
        const asked = [...onSite, 'startVerification', 'finishVerification'] as const
        expect(mayDo('field', caseIn(state, { team }), asked)).toEqual(asked)
      }
      const others = ['revealReporter', 'receive', 'assign', 'checkOut', 'saveDraft', 'setLevel'] as const
      expect(mayDo('field', caseIn(state), others)).toEqual([])
      expect(mayDo('field', caseIn(state, { agency: 'STP' }), onSite)).toEqual([])
      expect(mayDo('officer', caseIn(state), onSite)).toEqual([])
    },
  )

  it('leaves those of other teams once they are received', () => {
    expect(mayDo('field', caseIn('received'), onSite)).toEqual([])
    expect(mayDo('field', caseIn('assigned', { team: 'SXD-2' }), onSite)).toEqual([])
    expect(mayDo('field', caseIn('assigned'), onSite)).toEqual(onSite)
  })
})

const ended = (validTo: string | null, successors: readonly string[] = []) =>
  organisationOf(
    {
      agencies: [
        { id: 'SXD', timeZone: 'x', calendar: 'x', validFrom: '2025-07-01', validTo, successors },
        { id: 'NEW', timeZone: 'x', calendar: 'x', validFrom: '2025-07-01', validTo: null, successors: [] },
      ],
      teams: [],
      officials: [],
      categories: [],
      areas: [],
    },
    nowMs,
  )

describe('validity', () => {
  it('ends with the last day of the agency, on Hanoi’s date', () => {
    const approver = holder('approver', 'SXD', null)
    expect(may(approver, 'approveReply', complaint, ended('2026-01-07'))).toBe(true)
    expect(may(approver, 'approveReply', complaint, { ...ended('2026-01-07'), nowMs: hanoi('2026-01-07 23:59') })).toBe(
      true,
    )
    expect(may(approver, 'approveReply', complaint, { ...ended('2026-01-07'), nowMs: hanoi('2026-01-08 00:00') })).toBe(
      false,
    )
  })

  it('passes the cases of an ended agency on to the roles of its successors', () => {
    const successor = holder('approver', 'NEW', null)
    expect(may(successor, 'approveReply', complaint, ended(null, ['NEW']))).toBe(false)
    expect(may(successor, 'approveReply', complaint, ended('2026-01-01', ['NEW']))).toBe(true)
    expect(may(successor, 'approveReply', complaint, ended('2026-01-01', ['SXD', 'NEW']))).toBe(true)
  })

  it('passes the cases of an ended team on to the members of its successors, and of theirs', () => {
    const member = (team: string) => holder('team_supervisor', 'SXD', team)
    const city = (ends: Readonly<Record<string, readonly [validTo: string, ...successors: string[]]>>) => {
      const standing = organisation()
      const teams = new Map(
        [...standing.teams].map(([id, row]) => {
          const [validTo = null, ...successors] = ends[id] ?? []
          return [id, { ...row, validTo, successors }]
        }),
      )
      return { ...standing, teams }
    }
    const sees = (team: string, world: Parameters<typeof city>[0]) =>
      (['viewCase', 'assign', 'revealReporter'] as const).map((action) =>
        may(member(team), action, complaint, city(world)),
      )
    const [all, none] = [
      [true, true, true],
      [false, false, false],
    ]
    expect(sees('SXD-2', { 'SXD-1': ['2026-01-06', 'SXD-2'] })).toEqual(all)
    expect(sees('SXD-2', { 'SXD-1': ['2026-01-07', 'SXD-2'] })).toEqual(none)
    expect(sees('SXD-2', {})).toEqual(none)
    const twice = { 'SXD-1': ['2025-12-01', 'SXD-0'], 'SXD-0': ['2026-01-06', 'SXD-2'] } as const
    expect(sees('SXD-2', twice)).toEqual(all)
    expect(sees('SXD-0', twice)).toEqual(none)
  })

  it('is missing for an agency nobody knows', () => {
    expect(
      may(holder('approver', 'X', null), 'approveReply', caseIn('reply_submitted', { agency: 'X' }), organisation()),
    ).toBe(false)
  })

  it('ends for a person who has left, whatever roles the session still names', () => {
    const left = { id: 'left', active: false, grants: [{ role: 'approver' as const, agency: 'SXD', team: null }] }
    expect(
      may({ id: 'left', grants: left.grants }, 'approveReply', complaint, organisation({ officials: [left] })),
    ).toBe(false)
  })
})

const away = (fromMs: number, toMs: number) =>
  organisation({ absences: [{ official: 'approver', fromMs, toMs, substitute: 'field' }] })

describe('taking an absent person’s place', () => {
  it('gives the roles of the absent person from the first to the last moment', () => {
    expect(may(actor('field'), 'approveReply', complaint, away(nowMs, nowMs + 1))).toBe(true)
    expect(may(actor('field'), 'approveReply', complaint, away(nowMs + 1, nowMs + 2))).toBe(false)
    expect(may(actor('field'), 'approveReply', complaint, away(nowMs - 1, nowMs))).toBe(false)
  })

  it('leaves everybody else with the own roles', () => {
    expect(grantsHeld(actor('officer'), away(nowMs, nowMs + 1))).toBe(actor('officer').grants)
    expect(grantsHeld(actor('field'), away(nowMs, nowMs + 1)).map((grant) => grant.role)).toEqual([
      'field_officer',
      'approver',
    ])
  })

  it('gives nothing of a person who has left', () => {
    const absences = [{ official: 'gone', fromMs: nowMs, toMs: nowMs + 1, substitute: 'foreign' }]
    expect(grantsHeld(actor('foreign'), organisation({ absences }))).toEqual(actor('foreign').grants)
  })
})

describe('who can be given work', () => {
  const team = { id: 'SXD-1', agency: 'SXD' }

  it('is an active, present officer whose role covers the team', () => {
    expect(Object.keys(people).filter((who) => canHandle(organisation(), who, team))).toEqual([
      'officer',
      'officer2',
      'field',
      'double',
    ])
    expect(canHandle(organisation(), 'gone', team)).toBe(false)
    const absences = [{ official: 'officer', fromMs: nowMs, toMs: nowMs + 1, substitute: null }]
    expect(canHandle(organisation({ absences }), 'officer', team)).toBe(false)
  })

  it('is also whoever takes an absent officer’s place, by whatever role of their own, as long as that lasts', () => {
    const replacing = (official: string, substitute: string, toMs = nowMs + 1) =>
      organisation({ absences: [{ official, fromMs: nowMs, toMs, substitute }] })
    expect(canHandle(replacing('officer', 'supervisor'), 'supervisor', team)).toBe(true)
    expect(canHandle(replacing('officer', 'supervisor', nowMs), 'supervisor', team)).toBe(false)
    expect(canHandle(replacing('officerOther', 'supervisor'), 'supervisor', team)).toBe(false)
    expect(canHandle(replacing('approver', 'supervisor'), 'supervisor', team)).toBe(false)
    expect(canHandle(replacing('officer', 'gone'), 'gone', { id: 'SXD-2', agency: 'SXD' })).toBe(false)
    expect(canHandle(replacing('officer', 'nobody'), 'nobody', team)).toBe(false)
  })
})
