import { Button } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { caseStates, levels } from '../../../shared/domain/states.ts'
import { formatCount } from '../../../shared/text/format-number.ts'
import { FilterMenu } from '../../components/menu/filter-menu.tsx'
import { useLanguage } from '../../components/use-language.ts'
import type { Directory } from '../../platform/use-reference.ts'
import styles from './queue.module.css'
import type { QueueFilters } from './queue-memory.ts'
import { noFilters } from './queue-memory.ts'

export type FilterRowProps = Readonly<{
  search: string
  onSearch: (search: string) => void
  filters: QueueFilters
  onFilters: (filters: QueueFilters) => void
  directory: Directory
  total: number | null
  children: ReactNode
}>

const named = (rows: readonly { id: string; name: string }[]) =>
  rows.map((row) => ({ value: row.id, label: row.name })).toSorted((a, b) => a.label.localeCompare(b.label, 'vi'))

const filtered = (filters: QueueFilters) =>
  filters.states.length + filters.categories.length + filters.levels.length + filters.teams.length > 0

/** One row: search, state, category, level, team, and how many cases match. */
export function FilterRow({ search, onSearch, filters, onFilters, directory, total, children }: FilterRowProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { categories, teams, me } = directory.data
  const ownAgencies = new Set(me.grants.map((grant) => grant.agency))
  const stateOptions = caseStates.map((state) => ({ value: state, label: t(`words.state.${state}`) }))
  const levelOptions = levels.map((level) => ({ value: level, label: t(`words.level.${level}`) }))
  const teamOptions = named(teams.filter((team) => ownAgencies.has(team.agency)))
  return (
    <div className={styles.filters} role="toolbar" aria-label={t('queue.filters')}>
      <label className={styles.search} title={t('queue.searchHelp')}>
        <IconSearch size={14} aria-hidden />
        <input
          type="search"
          aria-label={t('queue.search')}
          placeholder={t('queue.searchHint')}
          value={search}
          maxLength={500}
          onChange={(event) => onSearch(event.currentTarget.value)}
        />
      </label>
      <FilterMenu
        name={t('queue.filterState')}
        options={stateOptions}
        chosen={filters.states}
        onChange={(chosen) => onFilters({ ...filters, states: caseStates.filter((state) => chosen.includes(state)) })}
      />
      <FilterMenu
        name={t('queue.filterCategory')}
        options={named(categories)}
        chosen={filters.categories}
        onChange={(chosen) => onFilters({ ...filters, categories: chosen })}
      />
      <FilterMenu
        name={t('queue.filterLevel')}
        options={levelOptions}
        chosen={filters.levels}
        onChange={(chosen) => onFilters({ ...filters, levels: levels.filter((level) => chosen.includes(level)) })}
      />
      <FilterMenu
        name={t('queue.filterTeam')}
        options={teamOptions}
        chosen={filters.teams}
        onChange={(chosen) => onFilters({ ...filters, teams: chosen })}
      />
      <Button
        size="compact-sm"
        variant={filters.includeClosed ? 'light' : 'default'}
        aria-pressed={filters.includeClosed}
        onClick={() => onFilters({ ...filters, includeClosed: !filters.includeClosed })}
      >
        {t('queue.includeClosed')}
      </Button>
      {filtered(filters) && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => onFilters({ ...noFilters, includeClosed: filters.includeClosed })}
        >
          {t('queue.clearFilters')}
        </Button>
      )}
      <span className={styles.total} aria-live="polite">
        {total === null ? '' : t('queue.total', { n: formatCount(total, language) })}
      </span>
      {children}
    </div>
  )
}
