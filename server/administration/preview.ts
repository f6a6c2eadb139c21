import type { z } from 'zod'
import type {
  SettingRequest,
  SettingValue,
  calendarPreviewV1,
  policyPreviewV1,
} from '../../shared/contract/admin/settings.ts'
import type { AppContext } from '../app-context.ts'
import { inSystem } from '../db/transaction.ts'
import type { Tx } from '../db/transaction.ts'
import { Problem } from '../http/problem.ts'
import type { Official } from '../identity/officials.ts'
import { referenceOf } from '../sync/reference.ts'
import type { Reference } from '../sync/reference.ts'
import { agenciesTouched, calendarProblems, ownerOf, plannedCalendars, rulesAfter } from './calendar-change.ts'
import { calendarPreview, openCasesByPolicy, recomputeAll } from './deadline-preview.ts'
import type { Recomputation } from './deadline-preview.ts'
import { requireFlawless } from './flaw.ts'
import { calendarKind, calendarShapeProblems } from './kinds/calendar-kind.ts'
import { policyProblems, versionIdOf } from './kinds/policy-kind.ts'
import type { Change } from './setting-kind.ts'

/** Every open case that saving this calendar would change, by the rules a saved one is computed with; nothing is written. */
export async function recomputationOf(
  tx: Tx,
  reference: Reference,
  request: Pick<SettingRequest<'calendar'>, 'id' | 'value'>,
): Promise<Recomputation> {
  const change = await changeOf(tx, request)
  const planned = await plannedCalendars(tx, reference, change)
  requireFlawless([...calendarShapeProblems(reference, change), ...calendarProblems(planned, change.id)])
  return recomputeAll(tx, agenciesTouched(reference, planned), rulesAfter(reference, planned))
}

/** Which deadlines of open cases a calendar would move, as far as the caller may know them. Throws `config_invalid`. */
export function previewCalendar(
  context: AppContext,
  official: Official,
  request: SettingRequest<'calendar'>,
): Promise<z.input<typeof calendarPreviewV1>> {
  const work = async (tx: Tx) => {
    const reference = await referenceOf(tx, context.database, context.clock())
    const { id } = await changeOf(tx, request)
    return calendarPreview(await recomputationOf(tx, reference, request), official, reference, ownerOf(id))
  }
  return inSystem(context.database.kysely, work, 'repeatable read')
}

async function changeOf(
  tx: Tx,
  { id, value }: Pick<SettingRequest<'calendar'>, 'id' | 'value'>,
): Promise<Change<SettingValue<'calendar'>>> {
  const named = (value === null ? undefined : calendarKind.idOf?.(value)) ?? id ?? 'new'
  const before = (await calendarKind.read(tx, named))[0]?.value ?? null
  if (before === null && value === null) throw new Problem('not_found')
  return { id: named, before, after: value }
}

/** What a new policy version would mean: cases that are open keep theirs. Throws `config_invalid`. */
export async function previewPolicy(
  context: AppContext,
  { value }: SettingRequest<'policy'>,
): Promise<z.input<typeof policyPreviewV1>> {
  if (value === null) throw new Problem('not_found')
  const id = versionIdOf(value.data)
  requireFlawless(policyProblems(id, value.data))
  const keeps = await inSystem(context.database.kysely, openCasesByPolicy)
  return { id, validFrom: String(value.data['validFrom']), keeps }
}
