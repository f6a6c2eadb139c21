import { useTranslation } from 'react-i18next'
import { organisationOf, substitutesOf } from '../../../../shared/domain/organisation.ts'
import type { CaseDetailV1 } from '../../../../shared/ipc/worker-contract.ts'
import { useMoments } from '../../../components/use-moments.ts'
import { useNow } from '../../../components/use-now.ts'
import type { Directory } from '../../../platform/use-reference.ts'
import styles from './content.module.css'

type Fact = Readonly<{ name: string; value: string }>

/** The assignee, and who answers in the place of one who is away. */
function useAssigneeWords(assignee: string | null, { data, officialName }: Directory): string {
  const { t } = useTranslation()
  const nowMs = useNow(60_000)
  if (assignee === null) return t('queue.noAssignee')
  const last = substitutesOf(organisationOf(data, nowMs), assignee).at(-1)
  const name = officialName(assignee)
  return last === undefined ? name : t('case.assigneeAway', { name, substitute: officialName(last) })
}

function useFacts({ case: row, publicStatus }: CaseDetailV1, directory: Directory): Fact[] {
  const { t } = useTranslation()
  const moment = useMoments()
  const assignee = useAssigneeWords(row.assignee, directory)
  const area = directory.data.areas.find((candidate) => candidate.id === row.area)
  const former = area !== undefined && area.formerNames.length > 0 ? area.formerNames.join(', ') : null
  const source = row.source.startsWith('import:')
    ? t('case.sourceImport', { name: row.source.slice('import:'.length) })
    : row.source === 'sample'
      ? t('case.sourceSample')
      : t('case.sourceIhanoi')
  const formerly = former === null ? '' : ` (${t('case.formerly', { names: former })})`
  const facts: Fact[] = [
    { name: t('case.place'), value: row.place },
    { name: t('case.area'), value: row.area === null ? '' : `${directory.areaName(row.area)}${formerly}` },
    { name: t('case.category'), value: directory.categoryName(row.category) },
    { name: t('case.kindLabel'), value: t(`words.kind.${row.kind}`) },
    { name: t('case.reporterKind'), value: t(`words.reporter.${row.reporterKind}`) },
    { name: t('case.submitted'), value: moment(row.clocks.submittedAtMs) },
    { name: t('case.agency'), value: directory.agencyName(row.agency) },
    { name: t('case.team'), value: row.team === null ? t('case.noTeam') : directory.teamName(row.team) },
    { name: t('case.assignee'), value: assignee },
    { name: t('standing.publicStatus'), value: t(`standing.public.${publicStatus}`) },
    {
      name: t('standing.publication'),
      value: typeof row.reply?.approvedBy === 'string' ? t(`standing.published.${row.publication}`) : '',
    },
    { name: t('standing.rating'), value: row.rating === null ? '' : t(`words.rating.${row.rating}`) },
    { name: t('case.source'), value: source },
  ]
  return facts.filter((fact) => fact.value !== '')
}

/** Where, what kind, who has it: name and value side by side. */
export function CaseFacts({ detail, directory }: { detail: CaseDetailV1; directory: Directory }) {
  const facts = useFacts(detail, directory)
  return (
    <dl className={styles.facts}>
      {facts.map((fact) => (
        <div key={fact.name} className={styles.fact}>
          <dt>{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}
