import { useTranslation } from 'react-i18next'
import type { CaseDetailV1 } from '../../../../../shared/ipc/worker-contract.ts'
import styles from '../commands.module.css'

/** Names the files that have not arrived, and what happens to them. */
export function MissingFiles({ files }: Readonly<{ files: CaseDetailV1['files'] }>) {
  const { t } = useTranslation()
  return (
    <section aria-label={t('dialog.missingFiles')}>
      <p className={styles.label}>{t('dialog.missingFilesIntro', { n: files.length })}</p>
      <ul className={styles.plainList}>
        {files.map((file) => (
          <li key={file.id}>{file.name}</li>
        ))}
      </ul>
    </section>
  )
}
