import type { SettingValue } from '../../../shared/contract/admin/settings.ts'
import { toJson } from '../../db/schema.ts'
import {
  agenciesTouched,
  basedOn,
  calendarProblems,
  ownCalendarId,
  ownerOf,
  plannedCalendars,
} from '../calendar-change.ts'
import type { Reference } from '../../sync/reference.ts'
import { flaw } from '../flaw.ts'
import type { Flaw } from '../flaw.ts'
import type { Change, SettingKind } from '../setting-kind.ts'

type CalendarValue = SettingValue<'calendar'>

/** What a calendar row cannot be, whatever its days are: a row of the city that goes away, one of an agency that holds more than hours. */
export function calendarShapeProblems(
  reference: Reference,
  { id, before, after }: Change<CalendarValue>,
): readonly Flaw[] {
  if (after === null)
    return (before?.agency ?? null) === null ? [flaw('removal', 'value', 'a calendar of the city stays')] : []
  if (after.agency === null)
    return ownerOf(id) === null ? [] : [flaw('of_agency', 'agency', 'this row belongs to an agency')]
  const base = basedOn(after)
  if (after.data['kind'] !== 'office_hours')
    return [flaw('city_only', 'data.kind', 'an agency has weekly hours of its own, the years belong to the city')]
  if (base === null || ownerOf(base) !== null || !reference.calendars.has(base))
    return [flaw('unknown', 'data.basedOn', 'must name hours of the city')]
  return []
}

/**
 * Years of named days and weekly hours. An agency's own hours are a row of their own, which the agency uses as long as it is there;
 * removing it sends the agency back to the city's. A saved change computes the deadlines of open cases anew.
 */
export const calendarKind: SettingKind<'calendar'> = {
  name: 'calendar',
  kindOf: () => 'calendar',
  agencyOf: (value) => value.agency,
  versionRow: (id) => ({ entity: 'calendar', id }),
  idOf: ({ data, agency }) => {
    if (agency !== null) return ownCalendarId(agency)
    return data['kind'] === 'year' ? `${String(data['series'])}-${String(data['year'])}` : undefined
  },
  mayRemove: true,
  read: async (tx, id) => {
    const rows = await tx
      .selectFrom('calendar')
      .select(['id', 'name', 'data'])
      .$if(id !== null, (query) => query.where('id', '=', id ?? ''))
      .orderBy('id')
      .execute()
    return rows.map((row) => ({
      id: row.id,
      value: { name: row.name, data: row.data as Record<string, unknown>, agency: ownerOf(row.id) },
    }))
  },
  problems: async (work, change) => {
    const problems = calendarShapeProblems(work.reference, change)
    if (problems.length > 0) return problems
    return calendarProblems(await plannedCalendars(work.tx, work.reference, change), change.id)
  },
  write: async (work, change) => {
    const { tx } = work
    const { id, before, after } = change
    const touched = agenciesTouched(work.reference, await plannedCalendars(tx, work.reference, change))
    if (after === null) {
      const owner = before?.agency ?? null
      const base = before === null ? null : basedOn(before)
      if (owner === null || base === null) return []
      await tx.updateTable('agency').set({ calendar: base }).where('id', '=', owner).execute()
      await tx.deleteFrom('calendar').where('id', '=', id).execute()
      return touched
    }
    const row = { id, name: after.name, data: toJson(after.data) }
    await tx
      .insertInto('calendar')
      .values(row)
      .onConflict((on) => on.column('id').doUpdateSet({ name: row.name, data: row.data }))
      .execute()
    if (after.agency !== null)
      await tx.updateTable('agency').set({ calendar: id }).where('id', '=', after.agency).execute()
    return touched
  },
}
