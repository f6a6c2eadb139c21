import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseRowV1 } from '../../../../../shared/contract/rows.ts'
import { openStates } from '../../../../../shared/domain/states.ts'
import type { QueueQueryV1 } from '../../../../../shared/ipc/queue-contract.ts'
import { useMoments } from '../../../../components/use-moments.ts'
import { useServices } from '../../../../platform/desk-services.tsx'
import { workerQueries } from '../../../../platform/worker-queries.ts'
import styles from '../commands.module.css'
import { similarQuery, similarTo } from '../duplicates-list.tsx'

/** Cases another one may be merged into: open or answered, matching the words. */
export function targetQuery(category: string, search: string): QueueQueryV1 {
  const base = similarQuery(category)
  const states = [...openStates, 'answered' as const]
  return search.trim() === '' ? { ...base, states } : { ...base, states, categories: [], search }
}

export type MergeCandidatesProps = Readonly<{
  row: CaseRowV1
  chosen: string | null
  onChoose: (caseId: string) => void
}>

/** The similar cases of the same agency at first, those found by number, text or place while something is typed. */
export function MergeCandidates({ row, chosen, onChoose }: MergeCandidatesProps) {
  const { t } = useTranslation()
  const moment = useMoments()
  const { worker } = useServices()
  const [search, setSearch] = useState('')
  const { data } = useQuery(workerQueries.similar(worker, targetQuery(row.category, search)))
  const isSearching = search.trim() !== ''
  const rows = (data?.rows ?? []).filter((other) => other.agency === row.agency)
  const found = isSearching ? rows.filter((other) => other.id !== row.id) : similarTo(row, rows)
  const title = isSearching ? t('dialog.mergeFound') : t('dialog.mergeSimilar')
  return (
    <>
      <TextInput
        type="search"
        label={t('dialog.mergeSearch')}
        placeholder={t('dialog.mergeSearchHint')}
        value={search}
        data-autofocus
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <section aria-label={title}>
        <p className={styles.label}>{title}</p>
        {data !== undefined && found.length === 0 && <p className={styles.quiet}>{t('dialog.mergeNone')}</p>}
        {found.length > 0 && (
          <ul className={styles.candidates}>
            {found.map((other) => (
              <li key={other.id}>
                <button
                  type="button"
                  className={styles.candidate}
                  aria-pressed={other.id === chosen}
                  onClick={() => onChoose(other.id)}
                >
                  <strong>{other.caseNumber}</strong> {other.title}
                  <span className={styles.quiet}>
                    {other.place} · {moment(other.submittedAtMs)} · {t(`words.state.${other.state}`)}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  )
}
