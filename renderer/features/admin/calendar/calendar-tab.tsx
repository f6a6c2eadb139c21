import { Button, Group, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Setting } from '../../../../shared/contract/admin/settings.ts'
import { cityDate } from '../../../../shared/domain/organisation.ts'
import { formatCount } from '../../../../shared/text/format-number.ts'
import { ReasonedButton } from '../../../components/reasoned-button.tsx'
import { useLanguage } from '../../../components/use-language.ts'
import { useNow } from '../../../components/use-now.ts'
import { useReference } from '../../../platform/use-reference.ts'
import styles from '../admin.module.css'
import type { AdminRights } from '../admin-rights.ts'
import { SettingsView } from '../settings-view.tsx'
import { calendarsInOrder, nextYear, ownHours, yearOf } from './calendar-choices.ts'
import { weekFrom, weekTexts } from './calendar-data.ts'
import { CalendarSave } from './calendar-save.tsx'
import { DaysView } from './days-view.tsx'
import { WeekEditor } from './week-editor.tsx'

type Calendar = Setting<'calendar'>
type EditorProps = Readonly<{ calendar: Calendar; mayChange: boolean; onSaved: (recomputing: number) => void }>

/** One calendar with the changes made to it here; nothing is saved before its preview was seen. */
function CalendarEditor({ calendar, mayChange, onSaved }: EditorProps) {
  const { t } = useTranslation()
  const today = cityDate(useNow())
  const [data, setData] = useState(calendar.value.data)
  const [week, setWeek] = useState(() => weekTexts(calendar.value.data))
  const [saving, setSaving] = useState<'change' | 'removal' | null>(null)
  const year = yearOf(calendar)
  const readWeek = year === null ? weekFrom(week) : []
  const edited = year === null && readWeek !== null ? { ...data, week: readWeek } : data
  const isNew = calendar.version === 0
  const unchanged = !isNew && JSON.stringify(edited) === JSON.stringify(calendar.value.data)
  const isShut = year === null && readWeek !== null && readWeek.every((day) => day.length === 0)
  const hindrance = unchanged
    ? t('admin.unchanged')
    : readWeek === null
      ? t('admin.calendar.periodsWrong')
      : isShut
        ? t('admin.calendar.neverOpen')
        : null
  const request = {
    id: isNew ? null : calendar.id,
    version: calendar.version,
    value: { ...calendar.value, data: edited },
  }
  const thisYear = Number(today.slice(0, 4))
  const [ownYear, setOwnYear] = useState(thisYear)
  return (
    <>
      {year === null && <WeekEditor texts={week} onChange={mayChange ? setWeek : null} />}
      {(year !== null || calendar.value.agency !== null) && (
        <>
          {year === null && (
            <Select
              size="xs"
              w={120}
              label={t('admin.calendar.ofYear')}
              data={[thisYear - 1, thisYear, thisYear + 1].map(String)}
              value={String(ownYear)}
              allowDeselect={false}
              onChange={(next) => setOwnYear(Number(next ?? thisYear))}
            />
          )}
          <DaysView
            key={year ?? ownYear}
            year={year ?? ownYear}
            data={data}
            today={today}
            onChange={mayChange ? setData : null}
          />
        </>
      )}
      {mayChange && (
        <Group gap="xs" className={styles.actions ?? ''}>
          <ReasonedButton size="xs" reason={hindrance} onClick={() => setSaving('change')}>
            {t('admin.preview')}
          </ReasonedButton>
          {!unchanged && !isNew && (
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                setData(calendar.value.data)
                setWeek(weekTexts(calendar.value.data))
              }}
            >
              {t('admin.undo')}
            </Button>
          )}
          {calendar.value.agency !== null && !isNew && (
            <Button size="xs" variant="default" onClick={() => setSaving('removal')}>
              {t('admin.calendar.removeOwn')}
            </Button>
          )}
        </Group>
      )}
      {saving !== null && (
        <CalendarSave
          title={saving === 'removal' ? t('admin.calendar.removeOwn') : calendar.value.name}
          request={saving === 'removal' ? { ...request, id: calendar.id, value: null } : request}
          before={isNew ? null : calendar.value}
          onSaved={onSaved}
          onClose={() => setSaving(null)}
        />
      )}
    </>
  )
}

function Calendars({ calendars, rights }: { calendars: readonly Calendar[]; rights: AdminRights }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const directory = useReference()
  const thisYear = Number(cityDate(useNow()).slice(0, 4))
  const [made, setMade] = useState<Calendar | null>(null)
  const [chosen, setChosen] = useState<string | null>(null)
  const [saved, setSaved] = useState<number | null>(null)
  const all = made === null || calendars.some(({ id }) => id === made.id) ? calendars : [...calendars, made]
  const ordered = calendarsInOrder(all)
  const shown =
    ordered.find(({ id }) => id === chosen) ?? ordered.find((calendar) => yearOf(calendar) === thisYear) ?? ordered[0]
  const usedBy = (id: string) => directory.data.agencies.filter((agency) => agency.calendar === id).length
  const label = (calendar: Calendar): string => {
    const year = yearOf(calendar)
    if (year !== null) return t('admin.calendar.year', { year })
    const { agency, name } = calendar.value
    return agency === null
      ? `${name} · ${t('admin.calendar.agencies', { n: usedBy(calendar.id) })}`
      : `${t('admin.calendar.ownHours')}: ${directory.agencyName(agency)}`
  }
  const make = (calendar: Calendar) => {
    setMade(calendar)
    setChosen(calendar.id)
  }
  const coming = nextYear(calendars)
  const withoutOwn = rights.agencies.filter((agency) => !all.some(({ value }) => value.agency === agency))
  const baseOf = (agency: string) =>
    calendars.find(({ id }) => id === directory.data.agencies.find((row) => row.id === agency)?.calendar)
  if (shown === undefined) return null
  return (
    <>
      <Group gap="xs" align="end">
        <Select
          size="xs"
          w={420}
          label={t('admin.calendar.whose')}
          data={ordered.map((calendar) => ({ value: calendar.id, label: label(calendar) }))}
          value={shown.id}
          allowDeselect={false}
          onChange={setChosen}
        />
        {rights.may('calendar', null) && coming !== null && (
          <Button size="xs" variant="default" onClick={() => make(coming)}>
            {t('admin.calendar.makeYear', { year: yearOf(coming) })}
          </Button>
        )}
        {withoutOwn.map((agency) => {
          const base = baseOf(agency)
          const name = t('admin.calendar.makeOwn', { agency: directory.agencyName(agency) })
          return (
            base !== undefined && (
              <Button
                key={agency}
                size="xs"
                variant="default"
                onClick={() =>
                  make(ownHours(base, agency, `${t('admin.calendar.ownHours')}: ${directory.agencyName(agency)}`))
                }
              >
                {name}
              </Button>
            )
          )
        })}
      </Group>
      {!rights.may('calendar', shown.value.agency) && (
        <p className={styles.quiet}>
          {shown.value.agency === null ? t('admin.readOnlyCity') : t('admin.readOnlyAgency')}
        </p>
      )}
      {saved !== null && (
        <output className={styles.saved}>
          {saved === 0 ? t('admin.saved') : t('admin.savedRecomputing', { n: formatCount(saved, language) })}
        </output>
      )}
      <CalendarEditor
        key={`${shown.id} ${shown.version}`}
        calendar={shown}
        mayChange={rights.may('calendar', shown.value.agency)}
        onSaved={setSaved}
      />
    </>
  )
}

/** Years of named days and weekly hours, with what a change does to open cases before it is saved. */
export function CalendarTab({ rights }: { rights: AdminRights }) {
  return <SettingsView kind="calendar" render={(calendars) => <Calendars calendars={calendars} rights={rights} />} />
}
