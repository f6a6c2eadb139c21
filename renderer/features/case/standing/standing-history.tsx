import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseRowV1 } from '../../../../shared/contract/rows.ts'
import { isAwaited } from '../../../../shared/domain/time/clocks.ts'
import { formatDate } from '../../../../shared/text/format-moment.ts'
import { useMoments } from '../../../components/use-moments.ts'
import { QuestionEntry } from './question-entry.tsx'
import type { StandingProps } from './standing-props.ts'
import styles from './standing.module.css'
import { TransferLedger } from './transfer-ledger.tsx'
import { useDueWords } from './use-due-words.ts'

type Entry<K extends 'coordination' | 'extensions' | 'commitments'> = Readonly<{
  entry: CaseRowV1[K][number]
  directory: StandingProps['directory']
}>

function CoordinationEntry({ entry, directory }: Entry<'coordination'>) {
  const { t } = useTranslation()
  const moment = useMoments()
  const dueWords = useDueWords()
  const due = isAwaited(entry) ? dueWords(entry.dueAtMs, 'standing.waits') : null
  return (
    <li>
      <strong>{directory.agencyName(entry.agency)}</strong>
      <span className={styles.meta} data-late={due?.late || undefined}>
        {due?.words}
        {entry.closedAtMs !== null && t('standing.unanswered', { moment: moment(entry.closedAtMs) })}
      </span>
      <p className={styles.quiet}>
        {t('standing.asked', { name: directory.officialName(entry.askedBy), moment: moment(entry.askedAtMs) })}
      </p>
      <p lang="vi">{entry.question}</p>
      {entry.answeredAtMs !== null && (
        <div className={styles.answer}>
          <p className={styles.quiet}>
            {t('standing.answered', {
              name: directory.officialName(entry.answeredBy),
              moment: moment(entry.answeredAtMs),
            })}
          </p>
          <p lang="vi">{entry.answer}</p>
        </div>
      )}
    </li>
  )
}

function ExtensionEntry({ entry, directory }: Entry<'extensions'>) {
  const { t } = useTranslation()
  const moment = useMoments()
  return (
    <li>
      <strong>{t('standing.extensionTo', { moment: moment(entry.dueAtMs) })}</strong>
      <span className={styles.meta}>{t(`standing.extensionState.${entry.decision}`)}</span>
      <p lang="vi">{entry.reason}</p>
      <p className={styles.quiet}>
        {t('dialog.extensionAskedBy', {
          name: directory.officialName(entry.requestedBy),
          moment: moment(entry.requestedAtMs),
        })}
        {entry.decidedAtMs !== null &&
          ` · ${t('standing.decidedBy', { name: directory.officialName(entry.decidedBy), moment: moment(entry.decidedAtMs) })}`}
      </p>
      {entry.decisionReason !== null && <p lang="vi">{entry.decisionReason}</p>}
    </li>
  )
}

function CommitmentEntry({ entry, directory }: Entry<'commitments'>) {
  const { t } = useTranslation()
  const moment = useMoments()
  return (
    <li>
      <span lang="vi">{entry.text}</span>
      <p className={styles.quiet}>
        {entry.settledAtMs === null
          ? t('standing.commitmentOpen', { date: formatDate(entry.dueAtMs) })
          : t('standing.commitmentKept', {
              name: directory.officialName(entry.settledBy),
              moment: moment(entry.settledAtMs),
            })}
      </p>
      {entry.settledNote !== null && <p lang="vi">{entry.settledNote}</p>}
    </li>
  )
}

type BlockProps = Readonly<{ title: string; empty: string; entries: readonly ReactNode[] }>

function Block({ title, empty, entries }: BlockProps) {
  return (
    <section className={styles.block} aria-label={title}>
      <h3>{title}</h3>
      {entries.length === 0 ? <p className={styles.quiet}>{empty}</p> : <ul className={styles.entries}>{entries}</ul>}
    </section>
  )
}

/** How many entries the history has, for its tab. */
export const historyCount = (row: CaseRowV1): number =>
  row.coordination.length + row.transfers.length + row.extensions.length + row.questions.length + row.commitments.length

/** Everything others took part in: coordination, transfers, extensions, questions to the citizen, promises. */
export function StandingHistory({ detail, directory }: StandingProps) {
  const { t } = useTranslation()
  const { case: row } = detail
  return (
    <div className={styles.history}>
      <Block
        title={t('standing.coordinations')}
        empty={t('standing.coordinationsEmpty')}
        entries={row.coordination.map((entry) => (
          <CoordinationEntry key={entry.id} entry={entry} directory={directory} />
        ))}
      />
      <section className={styles.block} aria-label={t('standing.ledger')}>
        <h3>{t('standing.ledger')}</h3>
        <TransferLedger transfers={row.transfers} directory={directory} />
      </section>
      <Block
        title={t('standing.extensions')}
        empty={t('standing.extensionsEmpty')}
        entries={row.extensions.map((entry) => (
          <ExtensionEntry key={entry.requestedAtMs} entry={entry} directory={directory} />
        ))}
      />
      <Block
        title={t('standing.questions')}
        empty={t('standing.questionsEmpty')}
        entries={row.questions.map((question) => (
          <QuestionEntry key={question.askedAtMs} question={question} directory={directory} />
        ))}
      />
      <Block
        title={t('standing.commitments')}
        empty={t('standing.commitmentsEmpty')}
        entries={row.commitments.map((entry) => (
          <CommitmentEntry key={entry.id} entry={entry} directory={directory} />
        ))}
      />
    </div>
  )
}
