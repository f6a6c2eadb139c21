import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CalendarPreviewV1, SettingRequest } from '../../../../shared/contract/admin/settings.ts'
import { formatCount } from '../../../../shared/text/format-number.ts'
import { ErrorState, LoadingState } from '../../../components/screen-states.tsx'
import { useLanguage } from '../../../components/use-language.ts'
import { useMoments } from '../../../components/use-moments.ts'
import { useServices } from '../../../platform/desk-services.tsx'
import { useReference } from '../../../platform/use-reference.ts'
import styles from '../admin.module.css'
import { adminQueries, invalidPlaces, useSaveSetting } from '../admin-server.ts'
import { ChangeTable } from '../history/change-table.tsx'
import { SettingDialog } from '../setting-dialog.tsx'
import { useSettingWords } from '../setting-words.ts'

/** A longer list is opened by hand, so that the reason and the buttons below it stay near. */
const listedAtOnce = 20

type MovedCase = CalendarPreviewV1['cases'][number]

/** Every date of a case that moves: the deadline that runs, then the answers and wishes that hang on the same hours. */
const movedDates = ({ reception, processing, others }: MovedCase) => [
  ...(reception.fromMs === reception.toMs ? [] : [{ kind: 'reception' as const, ...reception }]),
  ...(processing.fromMs === processing.toMs ? [] : [{ kind: 'processing' as const, ...processing }]),
  ...others,
]

function MovedCases({ preview }: { preview: CalendarPreviewV1 }) {
  const { t } = useTranslation()
  const moment = useMoments()
  const directory = useReference()
  const shown = (atMs: number | null) => (atMs === null ? t('admin.nothing') : moment(atMs))
  const label = t('admin.calendar.movedCases')
  return (
    <details open={preview.cases.length <= listedAtOnce}>
      <summary>{label}</summary>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t('admin.calendar.case')}</th>
            <th scope="col">{t('admin.calendar.agency')}</th>
            <th scope="col">{t('admin.calendar.date')}</th>
            <th scope="col">{t('admin.calendar.from')}</th>
            <th scope="col">{t('admin.calendar.to')}</th>
          </tr>
        </thead>
        <tbody>
          {preview.cases.flatMap((row) =>
            movedDates(row).map((move, index) => (
              <tr key={`${row.id} ${move.kind} ${index}`}>
                <th scope="row" className={styles.whole}>
                  {row.caseNumber}
                </th>
                <td>{directory.agencyName(row.agency)}</td>
                <td>{t(`admin.calendar.dates.${move.kind}`)}</td>
                <td className={styles.whole}>{shown(move.fromMs)}</td>
                <td className={styles.whole}>{shown(move.toMs)}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </details>
  )
}

/** What a calendar change does to open cases: how many deadlines move, where, and which as far as the reader may know them. */
export function CalendarEffect({ preview }: { preview: CalendarPreviewV1 }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const directory = useReference()
  const count = (n: number) => formatCount(n, language)
  return (
    <>
      <div role="note" className={styles.effect}>
        <strong>
          {preview.moved === 0 ? t('admin.calendar.movesNone') : t('admin.calendar.moves', { n: count(preview.moved) })}
        </strong>
        <span>{t('admin.calendar.ofOpen', { n: count(preview.open) })}</span>
        {preview.marked > 0 && <span>{t('admin.calendar.marks', { n: count(preview.marked) })}</span>}
        {preview.unreadable > 0 && <span>{t('admin.calendar.unreadable', { n: count(preview.unreadable) })}</span>}
      </div>
      {preview.agencies.length > 0 && (
        <table className={styles.table}>
          <tbody>
            {preview.agencies.slice(0, 20).map(({ agency, moved }) => (
              <tr key={agency}>
                <th scope="row">{directory.agencyName(agency)}</th>
                <td className={styles.number}>{t('admin.calendar.moves', { n: count(moved) })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {preview.cases.length > 0 && <MovedCases preview={preview} />}
      {preview.unlisted > 0 && (
        <p className={styles.quiet}>{t('admin.calendar.unlisted', { n: count(preview.unlisted) })}</p>
      )}
    </>
  )
}

export type CalendarSaveProps = Readonly<{
  title: string
  request: Omit<SettingRequest<'calendar'>, 'reason'>
  before: unknown
  onSaved: (recomputing: number) => void
  onClose: () => void
}>

/** The preview of a calendar change, then the reason, then saving. */
export function CalendarSave({ title, request, before, onSaved, onClose }: CalendarSaveProps) {
  const { t } = useTranslation()
  const { ask } = useServices()
  const save = useSaveSetting()
  const words = useSettingWords()
  const { data, error, refetch } = useQuery(adminQueries.calendarPreview(ask, { ...request, reason: '' }))
  const waiting =
    data === undefined ? [error === null ? t('admin.calendar.previewing') : t('admin.calendar.previewFailed')] : []
  return (
    <SettingDialog
      title={title}
      problems={waiting}
      unchanged={false}
      onSave={async (reason) => onSaved((await save('calendar', { ...request, reason })).recomputing)}
      onClose={onClose}
      size="xl"
    >
      {data !== undefined && <CalendarEffect preview={data} />}
      {data === undefined && error === null && <LoadingState lines={4} />}
      {data === undefined && error !== null && (
        <ErrorState
          title={t('admin.calendar.previewFailed')}
          hint={invalidPlaces(error).map(words.problem).join('; ')}
          onRetry={() => void refetch()}
        />
      )}
      <strong>{t('admin.changes')}</strong>
      <ChangeTable before={before} after={request.value} />
    </SettingDialog>
  )
}
