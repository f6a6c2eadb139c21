import { vietnamese } from '../../../../shared/text/catalogues.ts'

type EventWord = keyof typeof vietnamese.case.event
type DidWord = keyof typeof vietnamese.standing.did
type CommandWord = keyof typeof vietnamese.command.name

/** What a line of the timeline is called: a key of the catalogue, found from the event's kind and code. */
export type EventKey = `case.event.${EventWord}` | `standing.did.${DidWord}` | `command.name.${CommandWord}`

const isEventWord = (code: string): code is EventWord => Object.hasOwn(vietnamese.case.event, code)
const isDidWord = (code: string): code is DidWord => Object.hasOwn(vietnamese.standing.did, code)
const isCommandWord = (code: string): code is CommandWord => Object.hasOwn(vietnamese.command.name, code)

/** What a command did, its name where that says enough, the code's own word where there is one, else the word of the kind. */
export function eventKeyOf(event: { kind: string; code: string }): EventKey {
  if (event.kind === 'note') return 'case.event.note'
  if (isDidWord(event.code)) return `standing.did.${event.code}`
  if (isCommandWord(event.code)) return `command.name.${event.code}`
  if (isEventWord(event.code)) return `case.event.${event.code}`
  return isEventWord(event.kind) ? `case.event.${event.kind}` : 'case.event.system'
}
