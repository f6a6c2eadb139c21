import { Button, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AbsenceEntryV1 } from '../../../../shared/contract/admin/organisation.ts'
import { cityDate } from '../../../../shared/domain/organisation.ts'
import { EmptyState, LoadingState } from '../../../components/screen-states.tsx'
import { useNow } from '../../../components/use-now.ts'
import { useServices } from '../../../platform/desk-services.tsx'
import { useReference } from '../../../platform/use-reference.ts'
import type { AdminRights } from '../admin-rights.ts'
import { ListFrame } from '../list-frame.tsx'
import { agencyChoices } from '../lists/list-choices.ts'
import { organisationQueries } from '../organisation-server.ts'
import { LoadFailure } from '../settings-view.tsx'
import { absencesInTime, momentOf } from './absence-view.ts'
import { AbsenceChange, useAbsenceColumns } from './absence-columns.tsx'
import type { AbsenceEditing } from './absence-columns.tsx'

const pastShown = 10

type AbsencesProps = Readonly<{ agency: string; absences: readonly AbsenceEntryV1[]; mayChange: boolean }>

/** The absences of an agency: who is away now, who will be, who was. */
function Absences({ agency, absences, mayChange }: AbsencesProps) {
  const { t } = useTranslation()
  const nowMs = momentOf(absences, useNow())
  const [editing, setEditing] = useState<AbsenceEditing>(null)
  const [pastCount, setPastCount] = useState(pastShown)
  const { now, coming, past } = absencesInTime(absences, nowMs)
  const columns = useAbsenceColumns(absences, mayChange ? setEditing : null)
  const listed = { keyOf: ({ id }: AbsenceEntryV1) => id }
  return (
    <>
      <ListFrame
        heading={t('absence.now')}
        note={mayChange ? null : t('admin.readOnlyAgency')}
        add={mayChange ? { label: t('absence.add'), onAdd: () => setEditing('new') } : null}
        rows={now}
        columns={columns}
        empty={{ title: t('absence.emptyNow'), hint: t('absence.emptyNowHint') }}
        {...listed}
      />
      {coming.length > 0 && <ListFrame heading={t('absence.coming')} rows={coming} columns={columns} {...listed} />}
      {past.length > 0 && (
        <ListFrame
          heading={t('absence.past')}
          rows={past.slice(0, pastCount)}
          columns={columns.filter(({ id }) => id !== 'actions')}
          {...listed}
        >
          {past.length > pastCount && (
            <Button size="xs" variant="default" mt="xs" onClick={() => setPastCount(past.length)}>
              {t('absence.more', { n: past.length - pastCount })}
            </Button>
          )}
        </ListFrame>
      )}
      <AbsenceChange editing={editing} of={{ agency }} listed={absences} onClose={() => setEditing(null)} />
    </>
  )
}

function AbsencesOf({ agency, mayChange }: Readonly<{ agency: string; mayChange: boolean }>) {
  const { ask } = useServices()
  const { data, error, refetch } = useQuery(organisationQueries.absences(ask, agency))
  if (error !== null && data === undefined) return <LoadFailure error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <LoadingState lines={6} />
  return <Absences agency={agency} absences={data} mayChange={mayChange} />
}

/** Who is away in the agencies whose absences the person records, until when, who answers in their place, who recorded it and why. */
export function AbsenceTab({ rights }: { rights: AdminRights }) {
  const { t } = useTranslation()
  const { data } = useReference()
  const readsAll = data.me.grants.some((grant) => grant.role === 'system_admin')
  const today = cityDate(useNow())
  const own = data.me.grants.map(({ agency }) => agency).filter((agency) => rights.may('absence', agency))
  const choices = agencyChoices(data, today).filter(({ value }) => readsAll || own.includes(value))
  const [chosen, setChosen] = useState<string | null>(own[0] ?? null)
  return (
    <>
      {choices.length > 1 && (
        <Select
          size="xs"
          w={420}
          label={t('absence.agency')}
          placeholder={t('admin.choose')}
          data={choices}
          value={chosen}
          onChange={setChosen}
          allowDeselect={false}
          searchable
          limit={60}
          nothingFoundMessage={t('admin.noChoice')}
        />
      )}
      {chosen === null ? (
        <EmptyState title={t('absence.noAgency')} hint={t('absence.noAgencyHint')} />
      ) : (
        <AbsencesOf key={chosen} agency={chosen} mayChange={rights.may('absence', chosen)} />
      )}
    </>
  )
}
