import { Button, Group, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AbsenceEntryV1 } from '../../../../shared/contract/admin/organisation.ts'
import { organisationOf } from '../../../../shared/domain/organisation.ts'
import { EmptyState, LoadingState } from '../../../components/screen-states.tsx'
import { useMoments } from '../../../components/use-moments.ts'
import { useNow } from '../../../components/use-now.ts'
import { useServices } from '../../../platform/desk-services.tsx'
import { useReference } from '../../../platform/use-reference.ts'
import styles from '../admin.module.css'
import type { AdminRights } from '../admin-rights.ts'
import { ListFrame } from '../list-frame.tsx'
import type { ListColumn } from '../list-frame.tsx'
import { agencyChoices } from '../lists/list-choices.ts'
import { organisationQueries } from '../organisation-server.ts'
import { LoadFailure } from '../settings-view.tsx'
import { AbsenceDialog } from './absence-dialog.tsx'
import { absencesInTime, chainOf, knownAbsences, momentOf, stretchWords } from './absence-view.ts'
import { ChainWords } from './chain-words.tsx'
import { EndAbsenceDialog } from './end-absence-dialog.tsx'

const pastShown = 10

type Editing = Readonly<{ what: 'edit' | 'end'; absence: AbsenceEntryV1 }> | 'new' | null
type Edit = (editing: Editing) => void

/** Who recorded an absence last, when and why. */
function Recorded({ recorded }: Pick<AbsenceEntryV1, 'recorded'>) {
  const { t } = useTranslation()
  const moment = useMoments()
  if (recorded === null) return <span className={styles.sub}>{t('absence.unknownRecorder')}</span>
  return (
    <>
      <span className={styles.words}>{recorded.reason}</span>
      <span className={styles.sub}>
        {t('absence.recordedBy', { name: recorded.byName, moment: moment(recorded.atMs) })}
      </span>
    </>
  )
}

function Actions({ absence, onEdit }: { absence: AbsenceEntryV1; onEdit: Edit }) {
  const { t } = useTranslation()
  const { officialName } = useReference()
  const name = officialName(absence.official)
  const hasBegun = absence.fromMs <= useNow()
  return (
    <Group gap={4} wrap="nowrap">
      <Button
        size="compact-xs"
        variant="subtle"
        aria-label={t('absence.editTitle', { name })}
        onClick={() => onEdit({ what: 'edit', absence })}
      >
        {t('admin.edit')}
      </Button>
      <Button
        size="compact-xs"
        variant="subtle"
        aria-label={t(hasBegun ? 'absence.endOf' : 'absence.takeBackOf', { name })}
        onClick={() => onEdit({ what: 'end', absence })}
      >
        {t(hasBegun ? 'absence.end' : 'absence.takeBack')}
      </Button>
    </Group>
  )
}

/** The columns of a list of absences; actions only where the reader may change them and they are not over. */
function useColumns(all: readonly AbsenceEntryV1[], onEdit: Edit | null): readonly ListColumn<AbsenceEntryV1>[] {
  const { t } = useTranslation()
  const { data, officialName } = useReference()
  const organisation = organisationOf(data, momentOf(all, useNow()))
  const known = knownAbsences(all, data.absences)
  const isOver = ({ toMs }: AbsenceEntryV1) => toMs <= organisation.nowMs
  const columns: readonly ListColumn<AbsenceEntryV1>[] = [
    { id: 'official', name: t('absence.official'), width: '16%', render: ({ official }) => officialName(official) },
    {
      id: 'period',
      name: t('absence.period'),
      width: '22%',
      render: (absence) => {
        const { wholeDays, ...words } = stretchWords(absence)
        if (wholeDays && words.from === words.to) return t('absence.periodDay', words)
        return t(wholeDays ? 'absence.periodOf' : 'absence.periodUntil', words)
      },
    },
    {
      id: 'substitute',
      name: t('absence.substitute'),
      width: '24%',
      render: (absence) =>
        isOver(absence) ? (
          absence.substitute === null ? (
            t('absence.none')
          ) : (
            officialName(absence.substitute)
          )
        ) : (
          <ChainWords chain={chainOf(absence, known, organisation)} />
        ),
    },
    {
      id: 'recorded',
      name: `${t('absence.reason')}, ${t('absence.recorded').toLowerCase()}`,
      width: '26%',
      render: ({ recorded }) => <Recorded recorded={recorded} />,
    },
  ]
  if (onEdit === null) return columns
  const actions: ListColumn<AbsenceEntryV1> = {
    id: 'actions',
    name: t('absence.actions'),
    render: (absence) => !isOver(absence) && <Actions absence={absence} onEdit={onEdit} />,
  }
  return [...columns, actions]
}

type AbsencesProps = Readonly<{ agency: string; absences: readonly AbsenceEntryV1[]; mayChange: boolean }>

/** The absences of an agency: who is away now, who will be, who was. */
function Absences({ agency, absences, mayChange }: AbsencesProps) {
  const { t } = useTranslation()
  const nowMs = momentOf(absences, useNow())
  const [editing, setEditing] = useState<Editing>(null)
  const [pastCount, setPastCount] = useState(pastShown)
  const { now, coming, past } = absencesInTime(absences, nowMs)
  const columns = useColumns(absences, mayChange ? setEditing : null)
  const listed = { keyOf: ({ id }: AbsenceEntryV1) => id }
  const close = () => setEditing(null)
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
      {editing !== null &&
        (editing !== 'new' && editing.what === 'end' ? (
          <EndAbsenceDialog absence={editing.absence} onClose={close} />
        ) : (
          <AbsenceDialog
            agency={agency}
            absence={editing === 'new' ? null : editing.absence}
            listed={absences}
            onClose={close}
          />
        ))}
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

/** Who is away in the agencies administered, until when, who answers in their place, who recorded it and why. */
export function AbsenceTab({ rights }: { rights: AdminRights }) {
  const { t } = useTranslation()
  const { data } = useReference()
  const readsAll = data.me.grants.some((grant) => grant.role === 'system_admin')
  const choices = agencyChoices(data).filter(({ value }) => readsAll || rights.agencies.includes(value))
  const [chosen, setChosen] = useState<string | null>(rights.agencies[0] ?? null)
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
