import type { EntityName } from '../../../shared/contract/rows.ts'
import { seedPolicies } from '../../../shared/domain/time/policy.ts'
import { shippedCalendars } from '../domain/calendar-files.ts'
import type { FakeSyncServer } from './sync-server.ts'

const validity = { validFrom: '2025-01-01', validTo: null, successors: [] }

/** Reference rows of a small city: agency `a` with team `t`, an intake officer, a case officer `u` and an approver. */
export function commitCity(server: FakeSyncServer): void {
  const calendars = shippedCalendars()
  const put = (entity: EntityName, row: { id: string }) => server.commit([{ bucket: 'ref', entity, id: row.id, row }])
  for (const calendar of calendars) put('calendar', { name: calendar.id, ...calendar } as { id: string })
  for (const policy of seedPolicies) put('policy', { id: policy.id, name: policy.id, data: policy } as { id: string })
  put('agency', {
    id: 'a',
    name: 'Phường A',
    shortName: 'A',
    kind: 'ward',
    certainty: 'verified',
    timeZone: 'Asia/Ho_Chi_Minh',
    calendar: 'hanoi-office',
    ...validity,
  } as { id: string })
  put('team', { id: 't', agency: 'a', name: 'Tổ A', ...validity } as { id: string })
  put('category', { id: 'road_damage', name: 'Hư hỏng mặt đường', kind: 'field', source: 'sample' } as { id: string })
  const official = (id: string, role: string) =>
    put('official', {
      id,
      username: id,
      displayName: id,
      active: true,
      grants: [{ role, agency: 'a', team: null }],
    } as { id: string })
  official('u', 'case_officer')
  official('i', 'intake_officer')
  official('p', 'approver')
}
