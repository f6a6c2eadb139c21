import { dayListParts } from '../../../shared/domain/day-list.ts'
import type { DayListPart } from '../../../shared/domain/day-list.ts'

/** The catalogue's word for a reason code; a code this version does not know is simply "to look at". */
export function reasonWordOf(reason: string): DayListPart | 'other' {
  return dayListParts.find((part) => part === reason) ?? 'other'
}
