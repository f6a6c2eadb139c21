import { Button } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { LazyPopover } from '../../../../components/menu/lazy-popover.tsx'
import { ReasonedButton } from '../../../../components/reasoned-button.tsx'
import { useRefusalWords } from '../../../../platform/refusal-words.ts'
import type { ButtonPlan } from '../command-order.ts'
import styles from '../commands.module.css'

const nothing = () => undefined

/** What cannot be done now, by group, each with its reason beside it. */
export function OtherCommands({ others }: { others: ButtonPlan['others'] }) {
  const { t } = useTranslation()
  const words = useRefusalWords()
  if (others.length === 0) return null
  return (
    <LazyPopover
      label={t('dialog.others')}
      side="end"
      renderTrigger={(open) => (
        <Button
          size="compact-xs"
          variant="subtle"
          rightSection={<IconChevronDown size={14} aria-hidden />}
          {...(open === undefined ? {} : { onClick: open })}
        >
          {t('dialog.others')}
        </Button>
      )}
    >
      <div className={styles.others}>
        <p className={styles.quiet}>{t('dialog.othersHint')}</p>
        {others.map(({ group, buttons }) => (
          <section key={group} aria-label={t(`dialog.group.${group}`)}>
            <h3 className={styles.groupName}>{t(`dialog.group.${group}`)}</h3>
            {buttons.map(({ name, code }) => (
              <div key={name} className={styles.otherRow}>
                <ReasonedButton
                  size="compact-xs"
                  variant="default"
                  reason={words(name, code ?? 'wrong_state')}
                  onClick={nothing}
                >
                  {t(`command.name.${name}`)}
                </ReasonedButton>
                <span aria-hidden>{words(name, code ?? 'wrong_state')}</span>
              </div>
            ))}
          </section>
        ))}
      </div>
    </LazyPopover>
  )
}
