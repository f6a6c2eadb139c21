import type { TFunction } from 'i18next'
import type { AboutLineV1, CellKind, CellV1 } from '../../../../shared/ipc/export.ts'
import type { QueueQueryV1 } from '../../../../shared/ipc/queue-contract.ts'
import type { Directory } from '../../../platform/use-reference.ts'
import { provisionalMark } from './sheet-columns.ts'

export type AboutFile = Readonly<{
  query: QueueQueryV1
  directory: Directory
  exportId: string
  asOfMs: number
  written: number
  refused: number
}>

/** What the second sheet says: which list this is, who took it out, when, and how many cases are in it and are not. */
export function aboutLines(file: AboutFile, t: TFunction): AboutLineV1[] {
  const { query, directory, exportId, asOfMs, written, refused } = file
  const { me } = directory.data
  const agencies = [...new Set(me.grants.map((grant) => directory.agencyName(grant.agency)))]
  const line = (label: string, value: CellV1, kind: CellKind = 'text'): AboutLineV1 => ({ label, value, kind })
  return [
    line(t('export.about.content'), t('export.about.contentIs')),
    line(t('export.about.view'), t(`queue.view.${query.view}`)),
    line(t('export.about.search'), query.search === '' ? t('export.about.none') : query.search),
    line(t('export.about.filters'), filterWords(query, directory, t)),
    line(t('export.about.sort'), sortWords(query, t)),
    line(t('export.about.by'), `${me.displayName} (${me.username})`),
    line(t('export.about.agency'), agencies.join('; ')),
    line(t('export.about.at'), asOfMs, 'date'),
    line(t('export.about.count'), written, 'number'),
    line(t('export.about.refused'), refused, 'number'),
    line(t('export.about.id'), exportId),
    line(t('export.about.hours'), t('export.about.hoursAre')),
    line(provisionalMark, t('case.provisionalRule')),
  ]
}

function filterWords(query: QueueQueryV1, directory: Directory, t: TFunction): string {
  const chosen = (name: string, values: readonly string[]) =>
    values.length === 0 ? '' : `${name}: ${values.join(', ')}`
  const words = [
    chosen(
      t('queue.filterState'),
      query.states.map((state) => t(`words.state.${state}`)),
    ),
    chosen(t('queue.filterCategory'), query.categories.map(directory.categoryName)),
    chosen(
      t('queue.filterLevel'),
      query.levels.map((level) => t(`words.level.${level}`)),
    ),
    chosen(t('queue.filterTeam'), query.teams.map(directory.teamName)),
    query.includeClosed ? t('queue.includeClosed') : '',
  ].filter((part) => part !== '')
  return words.length === 0 ? t('export.about.none') : words.join('; ')
}

function sortWords({ sort }: QueueQueryV1, t: TFunction): string {
  if (sort.length === 0) return t('export.about.none')
  const way = (descending: boolean) => (descending ? 'descending' : 'ascending')
  return sort
    .map(({ column, descending }) => t(`export.about.${way(descending)}`, { name: t(`queue.column.${column}`) }))
    .join(', ')
}
