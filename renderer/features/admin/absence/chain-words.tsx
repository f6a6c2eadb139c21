import { useTranslation } from 'react-i18next'
import { useReference } from '../../../platform/use-reference.ts'
import styles from '../admin.module.css'
import type { Chain } from './absence-view.ts'

/** Who answers in the end, through whom, and whether nobody does. */
export function ChainWords({ chain }: { chain: Chain }) {
  const { t } = useTranslation()
  const { officialName } = useReference()
  const { substitutes, lastIsAway } = chain
  const last = substitutes.at(-1)
  if (last === undefined)
    return (
      <>
        <span>{t('absence.none')}</span>
        <span className={styles.sub}>{t('absence.noneHint')}</span>
      </>
    )
  return (
    <>
      <span>{lastIsAway ? officialName(last) : t('absence.answers', { name: officialName(last) })}</span>
      {substitutes.length > 1 && (
        <span className={styles.sub}>{t('absence.chain', { names: substitutes.map(officialName).join(' → ') })}</span>
      )}
      {lastIsAway && (
        <span className={styles.wrong}>
          {t('absence.lastAway', { name: officialName(last) })} {t('absence.noneHint')}
        </span>
      )}
    </>
  )
}
