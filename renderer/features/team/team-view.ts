import { vietnamese } from '../../../shared/text/catalogues.ts'

type ReasonWord = keyof typeof vietnamese.team.reason

/** The catalogue's word for a reason code; a code it does not know is simply "to look at". */
export function reasonWordOf(reason: string): ReasonWord {
  const known = Object.keys(vietnamese.team.reason).find((word) => word === reason)
  return (known ?? 'other') as ReasonWord
}
