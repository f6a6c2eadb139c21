import { useTranslation } from 'react-i18next'
import type { OutboxItemV1 } from '../../../shared/ipc/worker-contract.ts'
import { useMoments } from '../../components/use-moments.ts'
import type { Directory } from '../../platform/use-reference.ts'
import styles from './outbox.module.css'

export type ServerSideProps = Readonly<{ result: OutboxItemV1['result']; directory: Directory }>

/** The case as the server has it now, with who moved it on and when; nothing where the answer carried no case. */
export function ServerSide({ result, directory }: ServerSideProps) {
  const { t } = useTranslation()
  const moment = useMoments()
  const current = result?.current
  if (result === null || current === undefined) return null
  const facts = [
    { name: t('outbox.state'), value: t(`words.state.${current.state}`) },
    { name: t('outbox.level'), value: t(`words.level.${current.level}`) },
    { name: t('outbox.team'), value: current.team === null ? t('case.noTeam') : directory.teamName(current.team) },
    {
      name: t('outbox.assignee'),
      value: current.assignee === null ? t('queue.noAssignee') : directory.officialName(current.assignee),
    },
  ]
  const by = typeof result.by === 'string' ? directory.officialName(result.by) : null
  const when = result.atMs === undefined ? null : moment(result.atMs)
  return (
    <div className={styles.version}>
      <div className={styles.versionHead}>
        <span>{t('outbox.serverNow')}</span>
        {when !== null && (
          <span>
            {by === null
              ? t('outbox.changedBySomeone', { moment: when })
              : t('outbox.changedBy', { name: by, moment: when })}
          </span>
        )}
      </div>
      <dl className={styles.facts}>
        {facts.map((fact) => (
          <div key={fact.name}>
            <dt>{fact.name}</dt>
            <dd>{fact.value}</dd>
          </div>
        ))}
      </dl>
      {current.reply !== null && <p className={styles.words}>{current.reply.text}</p>}
    </div>
  )
}
