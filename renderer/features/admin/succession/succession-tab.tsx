import { Button, Progress } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SuccessionStateV1 } from '../../../../shared/contract/succession.ts'
import { firstNewDay, mayReorganise, successorsOf } from '../../../../shared/domain/units/succession.ts'
import { formatIsoDate } from '../../../../shared/text/format-moment.ts'
import { formatCount } from '../../../../shared/text/format-number.ts'
import { LoadingState } from '../../../components/screen-states.tsx'
import { useLanguage } from '../../../components/use-language.ts'
import { useMoments } from '../../../components/use-moments.ts'
import { useNow } from '../../../components/use-now.ts'
import { useServices } from '../../../platform/desk-services.tsx'
import { useReference } from '../../../platform/use-reference.ts'
import styles from '../admin.module.css'
import { ListFrame } from '../list-frame.tsx'
import { organisationQueries } from '../organisation-server.ts'
import { LoadFailure } from '../settings-view.tsx'
import { usePlanNames } from './succession-confirm.tsx'
import { SuccessionFormView } from './succession-form.tsx'
import { WithdrawDialog } from './withdraw-dialog.tsx'

/** The server takes a stopped job up every half minute; after this it is worth saying that nothing moves. */
const stalledMs = 120_000

/** Which agencies become which. */
function useUnitWords({ plan }: SuccessionStateV1): string {
  const { t } = useTranslation()
  const names = usePlanNames(plan)
  const list = (ids: readonly string[]) => ids.map(names.agency).join(', ')
  return t('succession.from', { ended: list(plan.ended), into: list(successorsOf(plan)) })
}

function Units({ succession }: { succession: SuccessionStateV1 }) {
  const { t } = useTranslation()
  const words = useUnitWords(succession)
  const { plan } = succession
  return (
    <>
      <span>{words}</span>
      <span className={styles.sub}>
        {t(`succession.kind.${plan.kind}`)}
        {plan.document !== '' && ` · ${plan.document}`}
      </span>
    </>
  )
}

/** How a succession stands: what is being moved, how far it is, and whether it stands still. */
function Standing({ succession }: { succession: SuccessionStateV1 }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const moment = useMoments()
  const nowMs = useNow()
  const { state, step, moved, total, updatedAtMs, withdrawn } = succession
  if (state === 'done') return t('succession.state.done', { n: formatCount(moved, language) })
  if (state === 'waiting') return t('succession.state.waiting')
  if (state === 'withdrawn') {
    return (
      <>
        <span>{t('succession.state.withdrawn')}</span>
        {withdrawn !== null && (
          <span className={styles.sub}>
            {t('succession.withdrawnBy', { ...withdrawn, name: withdrawn.byName, moment: moment(withdrawn.atMs) })}
          </span>
        )}
      </>
    )
  }
  const share = total === null || total === 0 ? 0 : (100 * Math.min(moved, total)) / total
  const label = t('succession.running', { step: t(`succession.step.${step}`) })
  const figures =
    total === null
      ? ''
      : t('succession.progress', { moved: formatCount(moved, language), total: formatCount(total, language) })
  return (
    <>
      <span>{label}</span>
      <Progress value={share} size="sm" aria-label={label} />
      <span className={styles.sub}>{figures}</span>
      {nowMs - updatedAtMs > stalledMs && (
        <span className={styles.wrong}>{t('succession.stalled', { moment: moment(updatedAtMs) })}</span>
      )}
    </>
  )
}

/** The way to withdraw a reorganisation that waits for its day. */
function Withdrawing({ succession }: { succession: SuccessionStateV1 }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const names = useUnitWords(succession)
  if (succession.state !== 'waiting') return null
  return (
    <>
      <Button
        size="compact-xs"
        variant="subtle"
        aria-label={t('succession.withdrawOf', { names })}
        onClick={() => setOpened(true)}
      >
        {t('succession.withdraw')}
      </Button>
      {opened && <WithdrawDialog succession={succession} names={names} onClose={() => setOpened(false)} />}
    </>
  )
}

type HistoryProps = Readonly<{ successions: readonly SuccessionStateV1[]; onPlan: (() => void) | null }>

function History({ successions, onPlan }: HistoryProps) {
  const { t } = useTranslation()
  const moment = useMoments()
  return (
    <ListFrame
      heading={t('succession.history')}
      note={onPlan === null ? t('succession.readOnly') : t('succession.intro')}
      add={onPlan === null ? null : { label: t('succession.plan'), onAdd: onPlan }}
      rows={successions}
      keyOf={({ id }) => id}
      columns={[
        { id: 'units', name: t('succession.units'), render: (succession) => <Units succession={succession} /> },
        {
          id: 'day',
          name: t('succession.effective'),
          render: ({ plan }) => formatIsoDate(firstNewDay(plan)),
        },
        { id: 'state', name: t('succession.stateLabel'), render: (succession) => <Standing succession={succession} /> },
        {
          id: 'ordered',
          name: t('succession.ordered'),
          render: ({ byName, orderedAtMs }) => t('succession.orderedBy', { name: byName, moment: moment(orderedAtMs) }),
        },
        ...(onPlan === null || successions.every(({ state }) => state !== 'waiting')
          ? []
          : [
              {
                id: 'actions',
                name: t('succession.actions'),
                render: (succession: SuccessionStateV1) => <Withdrawing succession={succession} />,
              },
            ]),
      ]}
      empty={{ title: t('succession.empty'), hint: t('succession.emptyHint') }}
    />
  )
}

/** Agencies that are merged, split or renamed: every reorganisation with its progress, and the way to plan another. */
export function SuccessionTab() {
  const { ask } = useServices()
  const { data: reference } = useReference()
  const [planning, setPlanning] = useState(false)
  const { data, error, refetch } = useQuery(organisationQueries.successions(ask))
  if (error !== null && data === undefined) return <LoadFailure error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <LoadingState lines={6} />
  if (planning) return <SuccessionFormView onDone={() => setPlanning(false)} />
  return <History successions={data} onPlan={mayReorganise(reference.me) ? () => setPlanning(true) : null} />
}
