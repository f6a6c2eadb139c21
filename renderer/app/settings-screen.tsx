import { OwnAbsences } from '../features/admin/absence/own-absences.tsx'
import { SettingsPage } from '../features/settings/settings-page.tsx'
import type { SettingsPageProps } from '../features/settings/settings-page.tsx'

/** The settings with the own absences, which another feature lists. */
export function SettingsScreen({ session }: Pick<SettingsPageProps, 'session'>) {
  return <SettingsPage session={session} absences={<OwnAbsences />} />
}
