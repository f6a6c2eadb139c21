import { readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { seedPolicies } from '../../shared/domain/time/policy.ts'
import { toJson } from '../db/schema.ts'
import type { Tx } from '../db/transaction.ts'

/** Where the product's facts lie: calendars, organisation, samples. */
export const resourcesFolder = resolve(import.meta.dirname, '../../resources')

/** The calendar under which deadlines given by a source run: day and night. */
export const sourceCalendar = 'around-the-clock'
/** The office hours of the city's agencies. */
export const officeCalendar = 'hanoi-office'

/** A calendar row as it is stored; the domain parses `data`. */
export type CalendarRow = Readonly<{ id: string; name: string; data: unknown }>

/** The calendars that come with the product, by file name. */
export function deliveredCalendars(): readonly CalendarRow[] {
  const folder = join(resourcesFolder, 'calendars')
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => {
      const data: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'))
      const title = typeof data === 'object' && data !== null && 'title' in data ? String(data.title) : name
      return { id: name.slice(0, -'.json'.length), name: title, data }
    })
}

/** Stores the policies and calendars a new server starts with; ones that are there, perhaps changed by people, are left alone. */
export async function storeSeedReference(tx: Tx): Promise<void> {
  for (const policy of seedPolicies) {
    const row = { id: policy.id, name: policy.id, data: toJson(policy) }
    await tx
      .insertInto('policy')
      .values(row)
      .onConflict((on) => on.column('id').doNothing())
      .execute()
  }
  for (const { id, name, data } of deliveredCalendars()) {
    await tx
      .insertInto('calendar')
      .values({ id, name, data: toJson(data) })
      .onConflict((on) => on.column('id').doNothing())
      .execute()
  }
}
