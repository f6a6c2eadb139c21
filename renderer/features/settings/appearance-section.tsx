import { SegmentedControl, useMantineColorScheme } from '@mantine/core'
import type { ReactNode } from 'react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { oneOf, usePreference } from '../../platform/use-preference.ts'
import styles from './settings.module.css'

function Choice({ label, children }: { label: string; children: (labelId: string) => ReactNode }) {
  const labelId = useId()
  return (
    <div className={styles.choice}>
      <span id={labelId}>{label}</span>
      {children(labelId)}
    </div>
  )
}

const languageOf = oneOf(['vi', 'en'])
const densityOf = oneOf(['compact', 'comfortable'])

/** Theme, language and density: kept with the profile and effective at once. */
export function AppearanceSection() {
  const { t } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true })
  const [language, setLanguage] = usePreference('appearance.language', languageOf)
  const [density, setDensity] = usePreference('appearance.density', densityOf)
  return (
    <>
      <Choice label={t('settings.theme')}>
        {(labelId) => (
          <SegmentedControl
            size="xs"
            aria-labelledby={labelId}
            value={colorScheme}
            onChange={(value) => setColorScheme(value === 'light' || value === 'dark' ? value : 'auto')}
            data={[
              { value: 'auto', label: t('settings.themeAuto') },
              { value: 'light', label: t('settings.themeLight') },
              { value: 'dark', label: t('settings.themeDark') },
            ]}
          />
        )}
      </Choice>
      <Choice label={t('settings.language')}>
        {(labelId) => (
          <SegmentedControl
            size="xs"
            aria-labelledby={labelId}
            value={language}
            onChange={(value) => setLanguage(languageOf(value))}
            data={[
              { value: 'vi', label: t('settings.vietnamese') },
              { value: 'en', label: 'English' },
            ]}
          />
        )}
      </Choice>
      <Choice label={t('settings.density')}>
        {(labelId) => (
          <SegmentedControl
            size="xs"
            aria-labelledby={labelId}
            value={density}
            onChange={(value) => setDensity(densityOf(value))}
            data={[
              { value: 'compact', label: t('settings.densityCompact') },
              { value: 'comfortable', label: t('settings.densityComfortable') },
            ]}
          />
        )}
      </Choice>
    </>
  )
}
