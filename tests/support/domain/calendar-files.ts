import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { CalendarRow } from '../../../shared/domain/time/files/calendar-file.ts'

const folder = new URL('../../../resources/calendars/', import.meta.url)

/** The calendar rows the product ships, as a server delivers them. */
export const shippedCalendars = (): readonly CalendarRow[] =>
  readdirSync(fileURLToPath(folder))
    .toSorted()
    .map((file) => ({ id: file.replace('.json', ''), data: JSON.parse(readFileSync(new URL(file, folder), 'utf8')) }))
