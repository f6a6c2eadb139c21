import { vietnamese } from '../../../../shared/text/catalogues.ts'

type EventWord = keyof typeof vietnamese.case.event
type CommandWord = keyof typeof vietnamese.command.name

/** What a line of the timeline is called: a key of the catalogue, found from the event's kind and code. */
export type EventKey = `case.event.${EventWord}` | `command.name.${CommandWord}`

const isEventWord = (code: string): code is EventWord => Object.hasOwn(vietnamese.case.event, code)
const isCommandWord = (code: string): code is CommandWord => Object.hasOwn(vietnamese.command.name, code)

/** The command's name for commands, the code's own word where there is one, else the word of the kind. */
export function eventKeyOf(event: { kind: string; code: string }): EventKey {
  if (event.kind === 'note') return 'case.event.note'
  if (isCommandWord(event.code)) return `command.name.${event.code}`
  if (isEventWord(event.code)) return `case.event.${event.code}`
  return isEventWord(event.kind) ? `case.event.${event.kind}` : 'case.event.system'
}
