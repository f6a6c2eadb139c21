import { useTranslation } from 'react-i18next'
import styles from './admin.module.css'

/** The name of something that may have been retired. */
export function ActiveName({ name, active }: Readonly<{ name: string; active: boolean }>) {
  const { t } = useTranslation()
  return (
    <>
      {name}
      {!active && <span className={styles.quiet}> ({t('admin.retired')})</span>}
    </>
  )
}
