import { useTranslation } from 'react-i18next'
import styles from '../commands.module.css'
import { passagesOf } from './found-passages.ts'

/** The reply with everything in it that looks like personal data marked and named. */
export function Findings({ text, approved }: { text: string; approved: boolean }) {
  const { t } = useTranslation()
  const passages = passagesOf(text)
  const count = passages.filter((passage) => passage.kind !== null).length
  return (
    <section aria-label={t('dialog.findings')}>
      <p className={styles.label}>{t(approved ? 'dialog.findingsPublish' : 'dialog.findingsIntro', { n: count })}</p>
      <p className={styles.passageSource} lang="vi">
        {passages.map((passage) =>
          passage.kind === null ? (
            <span key={passage.from}>{passage.text}</span>
          ) : (
            <mark key={passage.from} className={styles.found} title={t(`dialog.finding.${passage.kind}`)}>
              {passage.text}
              <span className="visually-hidden"> ({t(`dialog.finding.${passage.kind}`)})</span>
            </mark>
          ),
        )}
      </p>
    </section>
  )
}
