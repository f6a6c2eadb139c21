import { ActionIcon, Select } from '@mantine/core'
import { IconFileText, IconPhoto, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { AnnouncedFile } from '../../../../../shared/domain/command.ts'
import { formatBytes } from '../../../../../shared/text/format-number.ts'
import { useLanguage } from '../../../../components/use-language.ts'
import { useFileLimit } from '../../../../platform/evidence/use-evidence.ts'
import styles from './evidence.module.css'
import type { PickedFile } from './picked-files.ts'

const roles = ['evidence', 'photo_before', 'photo_after', 'document'] as const

export type PickedListProps = Readonly<{
  picked: readonly PickedFile[]
  onRemove: (key: string) => void
  onRole: (key: string, role: AnnouncedFile['role']) => void
}>

function Standing({ one }: { one: PickedFile }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const limit = useFileLimit()
  switch (one.phase) {
    case 'reading':
      return <span className={styles.quiet}>{t('evidence.reading', { n: one.percent })}</span>
    case 'ready':
      return (
        <span className={styles.quiet}>
          {t('evidence.ready')} · {formatBytes(one.sizeBytes, language)}
        </span>
      )
    case 'failed':
      return (
        <span className={styles.failed} role="alert">
          {t(`evidence.failed.${one.code}`, { size: limit === null ? '' : formatBytes(limit, language) })}
        </span>
      )
  }
}

/** The picked files with what they show, how far they are, and a way to remove each before sending. */
export function PickedList({ picked, onRemove, onRole }: PickedListProps) {
  const { t } = useTranslation()
  const choices = roles.map((role) => ({ value: role, label: t(`evidence.roles.${role}`) }))
  const choose = (key: string, value: string | null) => {
    const role = roles.find((one) => one === value)
    if (role !== undefined) onRole(key, role)
  }
  return (
    <ul className={styles.list} aria-label={t('evidence.picked')}>
      {picked.map((one) => (
        <li key={one.key} className={styles.line} data-failed={one.phase === 'failed' || undefined}>
          <span className={styles.thumb}>
            {one.thumb !== null ? (
              <img src={`data:image/jpeg;base64,${one.thumb}`} alt="" />
            ) : one.role === 'document' ? (
              <IconFileText size={18} aria-hidden />
            ) : (
              <IconPhoto size={18} aria-hidden />
            )}
          </span>
          <span className={styles.what}>
            <span className={styles.name} title={one.name}>
              {one.name}
            </span>
            <Standing one={one} />
          </span>
          {one.phase !== 'failed' && (
            <Select
              size="xs"
              className={styles.role ?? ''}
              aria-label={t('evidence.roleOf', { name: one.name })}
              data={choices}
              value={one.role}
              onChange={(value) => choose(one.key, value)}
              allowDeselect={false}
            />
          )}
          <ActionIcon
            variant="subtle"
            color="gray"
            onClick={() => onRemove(one.key)}
            aria-label={t('evidence.removeOf', { name: one.name })}
            title={t('evidence.remove')}
          >
            <IconX size={15} aria-hidden />
          </ActionIcon>
        </li>
      ))}
    </ul>
  )
}
