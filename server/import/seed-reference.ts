import { readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { groundRowV1, templateRowV1 } from '../../shared/contract/rows.ts'
import type { RowOf } from '../../shared/contract/rows.ts'
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

type Catalogue = Readonly<{ grounds: readonly RowOf<'ground'>[]; templates: readonly RowOf<'template'>[] }>

/** The grounds for refusal and the templates that come with the product, all provisional. Throws where a file breaks its shape. */
export function deliveredCatalogue(): Catalogue {
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(join(resourcesFolder, 'administration', `${name}.json`), 'utf8'))
  return {
    grounds: z.object({ grounds: z.array(groundRowV1) }).parse(read('refusal-grounds')).grounds,
    templates: z.object({ templates: z.array(templateRowV1) }).parse(read('templates')).templates,
  }
}

/** Stores the delivered grounds and templates that are not there yet. */
async function storeCatalogue(tx: Tx): Promise<void> {
  const { grounds, templates } = deliveredCatalogue()
  for (const row of grounds) {
    await tx
      .insertInto('ground')
      .values({ id: row.id, data: toJson(row) })
      .onConflict((on) => on.column('id').doNothing())
      .execute()
  }
  for (const row of templates) {
    await tx
      .insertInto('template')
      .values({ id: row.id, data: toJson(row) })
      .onConflict((on) => on.column('id').doNothing())
      .execute()
  }
}

/**
 * Stores the policies, calendars, grounds and templates a new server starts with; ones that are there, perhaps changed by people, are
 * left alone.
 */
export async function storeSeedReference(tx: Tx): Promise<void> {
  for (const policy of seedPolicies) {
    const row = { id: policy.id, name: policy.id, data: toJson(policy) }
    await tx
      .insertInto('policy')
      .values(row)
      .onConflict((on) => on.column('id').doNothing())
      .execute()
  }
  await storeCatalogue(tx)
  for (const { id, name, data } of deliveredCalendars()) {
    await tx
      .insertInto('calendar')
      .values({ id, name, data: toJson(data) })
      .onConflict((on) => on.column('id').doNothing())
      .execute()
  }
}
