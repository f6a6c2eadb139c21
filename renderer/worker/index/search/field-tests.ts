import { caseStates, levels } from '../../../../shared/domain/states.ts'
import type { ClockStatus } from '../../../../shared/ipc/queue-contract.ts'
import { fold } from '../../../../shared/language/fold.ts'
import { fieldNamed } from '../../../../shared/language/search/search-fields.ts'
import type { FieldName } from '../../../../shared/language/search/search-fields.ts'
import type { SearchField } from '../../../../shared/language/search/search-query.ts'
import { wordsEn } from '../../../../shared/text/catalogue-en/words.ts'
import { wordsVi } from '../../../../shared/text/catalogue-vi/words.ts'
import type { QueueIndex } from '../queue-index.ts'

const dueWords: Readonly<Record<string, ClockStatus>> = {
  ...{ qua: 'overdue', 'qua han': 'overdue', tre: 'overdue', overdue: 'overdue', late: 'overdue' },
  ...{ sap: 'due_soon', 'sap den han': 'due_soon', 'sap het han': 'due_soon', soon: 'due_soon' },
  ...{ con: 'on_time', 'con han': 'on_time', 'trong han': 'on_time', 'on time': 'on_time' },
  ...{ 'tam dung': 'paused', paused: 'paused', 'het tinh': 'stopped', stopped: 'stopped' },
}
const ownWords: readonly string[] = ['toi', 'me']
const nobodyWords: readonly string[] = ['chua', 'chua giao', 'none']

export type NamedKind = 'area' | 'category' | 'team' | 'official' | 'agency'

/** What field values are looked up in. */
export type FieldNames = Readonly<{
  /** The ids of what bears a name like this one. */
  idsNamed: (kind: NamedKind, text: string) => readonly string[]
  mine: readonly string[]
  dueStatus: (place: number) => ClockStatus
}>

type Test = (place: number) => boolean

/** One test a field; a value nothing is known by fits no case. */
export function fieldTests(index: QueueIndex, fields: readonly SearchField[], names: FieldNames): Test[] {
  return fields.map(({ key, value }) => {
    const name = fieldNamed(key)
    return name === null ? () => false : fieldTest(index, { name, value: fold(value), typed: value }, names)
  })
}

type Wish = Readonly<{ name: FieldName; value: string; typed: string }>

function fieldTest(index: QueueIndex, { name, value, typed }: Wish, names: FieldNames): Test {
  const { values } = index.columns
  switch (name) {
    case 'due': {
      const wanted = Object.hasOwn(dueWords, value) ? dueWords[value] : undefined
      return (place) => wanted !== undefined && names.dueStatus(place) === wanted
    }
    case 'level':
      return numberTest(
        values.level,
        named(levels, value, (level) => [wordsVi.level[level], wordsEn.level[level]]),
      )
    case 'state':
      return numberTest(
        values.state,
        named(caseStates, value, (one) => [wordsVi.state[one], wordsEn.state[one]]),
      )
    case 'assignee': {
      if (nobodyWords.includes(value)) return (place) => values.assignee[place] === -1
      const ids = ownWords.includes(value) ? names.mine : names.idsNamed('official', typed)
      return idTest(index, values.assignee, ids)
    }
    default:
      return idTest(index, values[name], names.idsNamed(name, typed))
  }
}

/** The numbers of the codes one of whose words begins with the value. */
function named<T extends string>(
  codes: readonly T[],
  value: string,
  wordsOf: (code: T) => readonly string[],
): Set<number> {
  const fits = (code: T): boolean => code === value || wordsOf(code).some((word) => fold(word).startsWith(value))
  return new Set(codes.flatMap((code, number) => (fits(code) ? [number] : [])))
}

function numberTest(column: Uint8Array, wanted: ReadonlySet<number>): Test {
  return (place) => wanted.has(column[place] ?? -1)
}

function idTest(index: QueueIndex, column: Int32Array, ids: readonly string[]): Test {
  const wanted = new Set(ids.map((id) => index.texts.find(id)))
  return (place) => wanted.has(column[place] ?? -1)
}
