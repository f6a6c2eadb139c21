import { useTranslation } from 'react-i18next'
import type { CaseFactsV1, ComparisonV1 } from '../../../../shared/ipc/outbox-contract.ts'
import { useMoments } from '../../../components/use-moments.ts'
import type { Directory } from '../../../platform/use-reference.ts'
import styles from '../outbox.module.css'
import { changedFacts } from './fact-changes.ts'
import type { FactName } from './fact-changes.ts'

function useFactWords(directory: Directory) {
  const { t } = useTranslation()
  return (facts: CaseFactsV1 | null, name: FactName): string => {
    if (facts === null) return t('outbox.notKnown')
    switch (name) {
      case 'state':
        return t(`words.state.${facts.state}`)
      case 'level':
        return t(`words.level.${facts.level}`)
      case 'team':
        return facts.team === null ? t('case.noTeam') : directory.teamName(facts.team)
      case 'assignee':
        return facts.assignee === null ? t('queue.noAssignee') : directory.officialName(facts.assignee)
    }
  }
}

/** Who changed the other version last, and when; nothing where nobody is known to have. */
export function ChangedBy({ comparison, directory }: Readonly<{ comparison: ComparisonV1; directory: Directory }>) {
  const { t } = useTranslation()
  const moment = useMoments()
  const { changedBy, changedAtMs, texts } = comparison
  if (changedAtMs === null) return null
  const when = moment(changedAtMs)
  if (texts?.theirsIsHere === true) return <span>{t('outbox.writtenHere', { moment: when })}</span>
  if (changedBy === null) return <span>{t('outbox.changedBySomeone', { moment: when })}</span>
  const isMe = changedBy === directory.data.me.id
  return (
    <span>
      {isMe
        ? t('outbox.changedByMe', { moment: when })
        : t('outbox.changedBy', { name: directory.officialName(changedBy), moment: when })}
    </span>
  )
}

export type FactsTableProps = Readonly<{ comparison: ComparisonV1; directory: Directory }>

/** The case as the officer saw it, as the command would have left it and as it is on the server; what differs is marked. */
export function FactsTable({ comparison, directory }: FactsTableProps) {
  const { t } = useTranslation()
  const wordsOf = useFactWords(directory)
  const rows = changedFacts(comparison)
  // Where the two differ in their texts alone, the texts say it.
  if (comparison.texts !== null && !rows.some((row) => row.mineDiffers || row.theirsDiffer)) return null
  if (comparison.now === null && comparison.before === null)
    return <p className={styles.quiet}>{t('outbox.caseGone')}</p>
  return (
    <table className={styles.facts}>
      <thead>
        <tr>
          <th scope="col">{t('outbox.fact')}</th>
          <th scope="col">{t('outbox.before')}</th>
          <th scope="col">{t('outbox.mine')}</th>
          <th scope="col">{t('outbox.serverNow')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, mineDiffers, theirsDiffer }) => (
          <tr key={name}>
            <th scope="row">{t(`outbox.${name}`)}</th>
            <td>{wordsOf(comparison.before, name)}</td>
            <td data-changed={mineDiffers || undefined}>{wordsOf(comparison.after, name)}</td>
            <td data-changed={theirsDiffer || undefined}>{wordsOf(comparison.now, name)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
