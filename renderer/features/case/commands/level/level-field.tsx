import { Radio } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { levels } from '../../../../../shared/domain/states.ts'
import type { Level } from '../../../../../shared/domain/states.ts'
import styles from '../commands.module.css'

type LevelFieldProps = Readonly<{ value: Level; onChange: (level: Level) => void; keptUrgent?: boolean }>

/** The levels to choose from; `keptUrgent` where a report that came as urgent may not be lowered, and says who may. */
export function LevelField({ value, onChange, keptUrgent = false }: LevelFieldProps) {
  const { t } = useTranslation()
  const choose = (chosen: string) => {
    const level = levels.find((candidate) => candidate === chosen)
    if (level !== undefined) onChange(level)
  }
  return (
    <Radio.Group
      label={t('command.field.level')}
      description={keptUrgent ? t('refusal.urgent_kept') : undefined}
      value={value}
      onChange={choose}
    >
      <div className={styles.inline}>
        {levels.map((level) => (
          <Radio
            key={level}
            size="xs"
            value={level}
            label={t(`words.level.${level}`)}
            disabled={keptUrgent && level !== 'urgent'}
          />
        ))}
      </div>
    </Radio.Group>
  )
}
