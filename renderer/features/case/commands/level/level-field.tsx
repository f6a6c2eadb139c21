import { Radio } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { levels } from '../../../../../shared/domain/states.ts'
import type { Level } from '../../../../../shared/domain/states.ts'
import styles from '../commands.module.css'

export function LevelField({ value, onChange }: { value: Level; onChange: (level: Level) => void }) {
  const { t } = useTranslation()
  const choose = (chosen: string) => {
    const level = levels.find((candidate) => candidate === chosen)
    if (level !== undefined) onChange(level)
  }
  return (
    <Radio.Group label={t('command.field.level')} value={value} onChange={choose}>
      <div className={styles.inline}>
        {levels.map((level) => (
          <Radio key={level} size="xs" value={level} label={t(`words.level.${level}`)} />
        ))}
      </div>
    </Radio.Group>
  )
}
