import { describe, expect, it } from 'vitest'
import {
  administrators,
  agenciesRead,
  agencyRoles,
  configKinds,
  grantKind,
  mayAdminister,
  mayReadSettings,
} from '../../../../shared/domain/admin/administration.ts'
import type { ConfigKind } from '../../../../shared/domain/admin/administration.ts'
import { organisationOf } from '../../../../shared/domain/organisation.ts'
import { roles } from '../../../../shared/domain/roles.ts'
import type { Actor, Role } from '../../../../shared/domain/roles.ts'

const nowMs = Date.parse('2026-03-10T03:00:00Z')
const validity = { validFrom: '2025-07-01', validTo: null, successors: [] }
const agency = (id: string, validTo: string | null = null) => ({
  id,
  timeZone: 'Asia/Ho_Chi_Minh',
  calendar: 'hanoi-office',
  ...validity,
  validTo,
})
const taken = { ...agency('taken', '2026-01-31'), successors: ['own'] }
const organisation = organisationOf(
  {
    agencies: [agency('own'), agency('other'), agency('ended', '2026-01-31'), taken],
    teams: [],
    officials: [{ id: 'left', active: false, grants: [] }],
    categories: [],
    areas: [],
  },
  nowMs,
)
const holder = (role: Role, id = 'a'): Actor => ({ id, grants: [{ role, agency: 'own', team: null }] })

/** Written out by hand from domain.md section 4: which roles change what of the city, of their own agency, of another one. */
const expected: Readonly<Record<ConfigKind, readonly [city: Role[], own: Role[], other: Role[]]>> = {
  policy: [['system_admin'], [], []],
  calendar: [['system_admin'], ['agency_admin'], []],
  category: [['system_admin'], [], []],
  routing: [['system_admin'], ['agency_admin'], []],
  ground: [['system_admin'], [], []],
  template: [['system_admin'], ['agency_admin'], []],
  team: [[], ['agency_admin'], []],
  grant: [[], ['agency_admin'], []],
  admin_grant: [[], ['system_admin'], ['system_admin']],
  absence: [[], ['agency_admin', 'approver'], []],
}

describe('who administers what', () => {
  it.each(configKinds.flatMap((kind) => roles.map((role) => [kind, role] as const)))(
    'decides %s for %s as the table says',
    (kind, role) => {
      const actor = holder(role)
      const [city, own, other] = expected[kind]
      expect(mayAdminister(actor, kind, null, organisation)).toBe(city.includes(role))
      expect(mayAdminister(actor, kind, 'own', organisation)).toBe(own.includes(role))
      expect(mayAdminister(actor, kind, 'other', organisation)).toBe(other.includes(role))
    },
  )

  it('gives every kind to somebody', () => {
    for (const kind of configKinds) {
      const { city, agency: own } = administrators[kind]
      expect([...city, ...own], kind).not.toEqual([])
    }
  })

  it('lets nobody change anything of an agency that has ended or never was', () => {
    for (const kind of configKinds) {
      for (const gone of ['ended', 'nowhere']) {
        const actor: Actor = {
          id: 'a',
          grants: (['agency_admin', 'system_admin'] as const).map((role) => ({ role, agency: gone, team: null })),
        }
        expect(mayAdminister(actor, kind, gone, organisation), `${kind} ${gone}`).toBe(false)
      }
    }
  })

  it('lets an official who has left change nothing', () => {
    expect(mayAdminister(holder('system_admin', 'left'), 'policy', null, organisation)).toBe(false)
  })

  it('shows settings to administrators only', () => {
    const readers = roles.filter((role) => mayReadSettings(holder(role)))
    expect(readers).toEqual(['agency_admin', 'system_admin'])
  })

  it('shows an administrator why things changed in the own agency and those it took over, the system’s everywhere', () => {
    expect(agenciesRead(holder('agency_admin'), organisation)).toEqual(['own', 'taken'])
    expect(agenciesRead(holder('system_admin'), organisation)).toBeNull()
    expect(agenciesRead(holder('approver'), organisation)).toEqual([])
  })

  it('gives the roles of an agency to its administrator, that of the administrator to the system, and no role of the city', () => {
    expect(agencyRoles.map(grantKind)).toEqual(agencyRoles.map(() => 'grant'))
    expect(grantKind('agency_admin')).toBe('admin_grant')
    for (const role of ['city_coordinator', 'oversight_officer', 'security_monitor', 'system_admin'] as const)
      expect(grantKind(role)).toBeNull()
  })
})
