import { useTranslation } from 'react-i18next'
import type { CaseRowV1 } from '../../../../../shared/contract/rows.ts'
import { formatDuration } from '../../../../../shared/text/format-duration.ts'
import { useLanguage } from '../../../../components/use-language.ts'
import { useMoments } from '../../../../components/use-moments.ts'
import type { Directory } from '../../../../platform/use-reference.ts'
import styles from '../commands.module.css'

/** The wish for more time a decision is about: from which deadline to which, why, and who asked. */
export function GivenExtension({ row, directory }: { row: CaseRowV1; directory: Directory }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const moment = useMoments()
  const asked = row.extensions.find((extension) => extension.decision === 'requested')
  if (asked === undefined) return null
  const { dueAtMs } = row.clocks
  return (
    <div className={styles.given}>
      <strong>
        {dueAtMs === null
          ? moment(asked.dueAtMs)
          : t('dialog.fromTo', { from: moment(dueAtMs), to: moment(asked.dueAtMs) })}
      </strong>
      <p>
        {t('standing.extensionAdded', {
          duration: formatDuration(asked.addedMs, directory.scaleOf(row.agency), language),
        })}
        {' · '}
        {t('dialog.extensionAskedBy', {
          name: directory.officialName(asked.requestedBy),
          moment: moment(asked.requestedAtMs),
        })}
      </p>
      <p lang="vi">{asked.reason}</p>
    </div>
  )
}
