import { Button, Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { firstNewDay, successorsOf } from '../../../../shared/domain/units/succession.ts'
import type { SuccessionPlan } from '../../../../shared/domain/units/succession.ts'
import type { SuccessionPreviewV1 } from '../../../../shared/contract/succession.ts'
import { vietnamese } from '../../../../shared/text/catalogues.ts'
import { formatIsoDate } from '../../../../shared/text/format-moment.ts'
import { formatCount } from '../../../../shared/text/format-number.ts'
import { DialogFrame } from '../../../components/dialog-frame.tsx'
import { ReasonedButton } from '../../../components/reasoned-button.tsx'
import { LoadingState } from '../../../components/screen-states.tsx'
import { useLanguage } from '../../../components/use-language.ts'
import { useServices } from '../../../platform/desk-services.tsx'
import { ServerProblem } from '../../../platform/server-ask.ts'
import { useReference } from '../../../platform/use-reference.ts'
import styles from '../admin.module.css'
import { ListFrame } from '../list-frame.tsx'
import { organisationQueries, refusedBy, useOrganisationChange } from '../organisation-server.ts'
import { LoadFailure } from '../settings-view.tsx'

type Line = Readonly<{ id: string; what: string; count: number; becomes: string }>

/** Names of the agencies and teams of a plan, those it makes included. */
export function usePlanNames(plan: SuccessionPlan) {
  const { agencyName, teamName } = useReference()
  const agencies = new Map(plan.newAgencies.map((agency) => [agency.id, agency.name]))
  const teams = new Map(plan.newTeams.map((team) => [team.id, team.name]))
  return {
    agency: (id: string) => agencies.get(id) ?? agencyName(id),
    team: (id: string) => teams.get(id) ?? teamName(id),
  }
}

const withTeamFirst = (left: Readonly<{ team: string | null }>, right: Readonly<{ team: string | null }>): number =>
  Number(left.team === null) - Number(right.team === null)

/** What becomes of everything, a line each kind and place. */
function useLines(plan: SuccessionPlan, preview: SuccessionPreviewV1): readonly Line[] {
  const { t } = useTranslation()
  const { officialName } = useReference()
  const names = usePlanNames(plan)
  const heirs = successorsOf(plan).map(names.agency).join(', ')
  const lines: readonly Line[] = [
    ...preview.cases.toSorted(withTeamFirst).map(({ agency, team, count }) => ({
      id: `case ${agency} ${team}`,
      what: t('succession.openCases'),
      count,
      becomes:
        team === null
          ? t('succession.toNoTeam', { agency: names.agency(agency) })
          : t('succession.toTeam', { agency: names.agency(agency), team: names.team(team) }),
    })),
    ...preview.accounts.map(({ agency, count }) => ({
      id: `account ${agency}`,
      what: t('succession.accounts'),
      count,
      becomes: names.agency(agency),
    })),
    {
      id: 'without',
      what: t('succession.withoutPlace'),
      count: preview.withoutPlace.length,
      becomes: t('succession.withoutPlaceBecomes', { names: preview.withoutPlace.map(officialName).join(', ') }),
    },
    ...preview.templates.map(({ agency, count }) => ({
      id: `template ${agency}`,
      what: t('succession.templates'),
      count,
      becomes: names.agency(agency),
    })),
    {
      id: 'retargeted',
      what: t('succession.retargeted'),
      count: preview.retargeted,
      becomes: `${t('succession.retargetedBecomes')}: ${heirs}`,
    },
    {
      id: 'asked',
      what: t('succession.asked'),
      count: preview.asked,
      becomes: `${t('succession.retargetedBecomes')}: ${heirs}`,
    },
    {
      id: 'staying',
      what: t('succession.staying'),
      count: preview.staying,
      becomes: t('succession.stayingBecomes'),
    },
  ]
  return lines.filter((line) => line.count > 0)
}

function Preview({ plan, preview }: { plan: SuccessionPlan; preview: SuccessionPreviewV1 }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const lines = useLines(plan, preview)
  const sum = (rows: readonly { count: number }[]) =>
    formatCount(
      rows.reduce((total, { count }) => total + count, 0),
      language,
    )
  if (lines.length === 0) return <p className={styles.quiet}>{t('succession.nothingMoves')}</p>
  return (
    <>
      <div role="note" className={styles.effect}>
        <strong>{t('succession.total', { n: sum(preview.cases) })}</strong>
        <span>
          {t('succession.accountsTotal', { n: sum(preview.accounts) })} ·{' '}
          {t('succession.templatesTotal', { n: sum(preview.templates) })}
        </span>
      </div>
      <ListFrame
        rows={lines}
        keyOf={({ id }) => id}
        columns={[
          { id: 'what', name: t('succession.what'), render: ({ what }) => what },
          {
            id: 'count',
            name: t('succession.count'),
            kind: 'number',
            render: ({ count }) => formatCount(count, language),
          },
          { id: 'becomes', name: t('succession.becomes'), kind: 'words', render: ({ becomes }) => becomes },
        ]}
      />
    </>
  )
}

const texts = vietnamese.succession.problem
const isProblem = (code: string): code is keyof typeof texts => Object.hasOwn(texts, code)

function wordsOf(t: TFunction, problem: ServerProblem): string {
  const code = refusedBy(problem)
  if (code !== null && isProblem(code)) return t(`succession.problem.${code}`)
  if (problem.code === 'offline') return t('succession.offline')
  return problem.code === 'forbidden' ? t('admin.problem.forbidden') : t('succession.failed', { code: problem.code })
}

export type SuccessionConfirmProps = Readonly<{ plan: SuccessionPlan; onStarted: () => void; onClose: () => void }>

/** Shows what a plan would move and, once it is known, lets it be ordered; names what ends. */
export function SuccessionConfirm({ plan, onStarted, onClose }: SuccessionConfirmProps) {
  const { t } = useTranslation()
  const { ask } = useServices()
  const names = usePlanNames(plan)
  const change = useOrganisationChange()
  const { data, error, refetch } = useQuery(organisationQueries.successionPreview(ask, plan))
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ServerProblem | null>(null)
  const code = data?.code ?? null
  const refusal = code === null ? null : isProblem(code) ? t(`succession.problem.${code}`) : code
  const hindrance = data === undefined ? t('succession.previewing') : busy ? t('succession.starting') : refusal
  const start = () => {
    setBusy(true)
    setProblem(null)
    change('startSuccession', plan)
      .then(onStarted, (failure: unknown) =>
        setProblem(failure instanceof ServerProblem ? failure : new ServerProblem('internal')),
      )
      .finally(() => setBusy(false))
  }
  const wrong = problem === null ? refusal : wordsOf(t, problem)
  return (
    <DialogFrame
      title={t('succession.confirm', { names: plan.ended.map(names.agency).join(', ') })}
      opened
      onClose={onClose}
      size="xl"
    >
      <Stack gap="sm">
        <p className={styles.quiet}>
          {t(`succession.kind.${plan.kind}`)} · {t('succession.firstDay')} {formatIsoDate(firstNewDay(plan))} ·{' '}
          {plan.document}
        </p>
        {data === undefined && error === null && <LoadingState lines={4} />}
        {error !== null && data === undefined && <LoadFailure error={error} onRetry={() => void refetch()} />}
        {data !== undefined && code === null && <Preview plan={plan} preview={data} />}
        <p className={styles.quiet}>{t('succession.confirmHint')}</p>
        {wrong !== null && (
          <div className={styles.failure} role="alert">
            {wrong}
          </div>
        )}
        <Group justify="flex-end" gap="xs">
          <Button size="xs" variant="default" onClick={onClose}>
            {t('frame.cancel')}
          </Button>
          <ReasonedButton size="xs" reason={hindrance} onClick={start}>
            {t('succession.start')}
          </ReasonedButton>
        </Group>
      </Stack>
    </DialogFrame>
  )
}
