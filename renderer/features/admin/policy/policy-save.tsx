import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { SettingRequest } from '../../../../shared/contract/admin/settings.ts'
import { formatIsoDate } from '../../../../shared/text/format-moment.ts'
import { formatCount } from '../../../../shared/text/format-number.ts'
import { useLanguage } from '../../../components/use-language.ts'
import { useServices } from '../../../platform/desk-services.tsx'
import styles from '../admin.module.css'
import { adminQueries, useSaveSetting } from '../admin-server.ts'
import { ChangeTable } from '../history/change-table.tsx'
import { SettingDialog } from '../setting-dialog.tsx'

export type PolicySaveProps = Readonly<{
  request: Omit<SettingRequest<'policy'>, 'reason'>
  /** The version the new one was made from. */
  before: unknown
  onSaved: (id: string) => void
  onClose: () => void
}>

/** What a new version means, before it is saved: from when it counts, and that open cases keep theirs. */
export function PolicySave({ request, before, onSaved, onClose }: PolicySaveProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { ask } = useServices()
  const save = useSaveSetting()
  const { data } = useQuery(adminQueries.policyPreview(ask, { ...request, reason: '' }))
  return (
    <SettingDialog
      title={t('admin.policy.makeNew')}
      problems={[]}
      unchanged={false}
      onSave={async (reason) => onSaved((await save('policy', { ...request, reason })).id)}
      onClose={onClose}
      size="xl"
    >
      {data !== undefined && (
        <div role="note" className={styles.effect}>
          <strong>{t('admin.policy.newCases', { date: formatIsoDate(data.validFrom) })}</strong>
          {data.keeps.map(({ policy, open }) => (
            <span key={policy}>{t('admin.policy.keeps', { n: formatCount(open, language), policy })}</span>
          ))}
        </div>
      )}
      <ChangeTable before={before} after={request.value} />
    </SettingDialog>
  )
}
