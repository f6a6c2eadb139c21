import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AbsenceEntryV1 } from '../../../../shared/contract/admin/organisation.ts'
import { ErrorState, LoadingState } from '../../../components/screen-states.tsx'
import { useNow } from '../../../components/use-now.ts'
import { useServices } from '../../../platform/desk-services.tsx'
import { ServerProblem } from '../../../platform/server-ask.ts'
import styles from '../admin.module.css'
import { ListFrame } from '../list-frame.tsx'
import { organisationQueries } from '../organisation-server.ts'
import { AbsenceChange, useAbsenceColumns } from './absence-columns.tsx'
import type { AbsenceEditing } from './absence-columns.tsx'
import { absencesInTime, momentOf } from './absence-view.ts'

const pastShown = 3
const keyOf = ({ id }: AbsenceEntryV1) => id

function Listed({ absences }: { absences: readonly AbsenceEntryV1[] }) {
  const { t } = useTranslation()
  const [editing, setEditing] = useState<AbsenceEditing>(null)
  const { now, coming, past } = absencesInTime(absences, momentOf(absences, useNow()))
  const columns = useAbsenceColumns(absences, setEditing).filter(({ id }) => id !== 'official')
  const still = columns.filter(({ id }) => id !== 'actions')
  return (
    <>
      {now.length + coming.length === 0 && <p className={styles.quiet}>{t('absence.ownNone')}</p>}
      {now.length > 0 && <ListFrame heading={t('absence.now')} rows={now} columns={columns} keyOf={keyOf} />}
      {coming.length > 0 && <ListFrame heading={t('absence.coming')} rows={coming} columns={columns} keyOf={keyOf} />}
      {past.length > 0 && (
        <ListFrame heading={t('absence.past')} rows={past.slice(0, pastShown)} columns={still} keyOf={keyOf} />
      )}
      <div>
        <Button size="xs" variant="default" onClick={() => setEditing('new')}>
          {t('absence.add')}
        </Button>
      </div>
      <AbsenceChange editing={editing} of="oneself" listed={absences} onClose={() => setEditing(null)} />
    </>
  )
}

/** The own absences of whoever is signed in: when, who answers meanwhile, and the ways to enter one, change it and end it early. */
export function OwnAbsences() {
  const { t } = useTranslation()
  const { ask } = useServices()
  const { data, error, refetch } = useQuery(organisationQueries.ownAbsences(ask))
  const isOffline = error instanceof ServerProblem && error.code === 'offline'
  return (
    <>
      <p className={styles.quiet}>{t('absence.ownIntro')}</p>
      {data !== undefined ? (
        <Listed absences={data} />
      ) : error === null ? (
        <LoadingState lines={3} />
      ) : (
        <ErrorState
          title={t(isOffline ? 'admin.offline' : 'absence.ownFailed')}
          hint={t('absence.ownFailedHint')}
          onRetry={() => void refetch()}
        />
      )}
    </>
  )
}
