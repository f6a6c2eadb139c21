import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TFunction } from 'i18next'
import type { AbsenceEntryV1 } from '../../../../shared/contract/admin/organisation.ts'
import { cityDate, organisationOf } from '../../../../shared/domain/organisation.ts'
import { absenceProblem, forOneself } from '../../../../shared/domain/units/absence.ts'
import { vietnamese } from '../../../../shared/text/catalogues.ts'
import { useNow } from '../../../components/use-now.ts'
import type { ServerProblem } from '../../../platform/server-ask.ts'
import { useReference } from '../../../platform/use-reference.ts'
import type { Directory } from '../../../platform/use-reference.ts'
import styles from '../admin.module.css'
import { refusedBy, useOrganisationChange } from '../organisation-server.ts'
import { SettingDialog } from '../setting-dialog.tsx'
import { chainOf, daysOf, knownAbsences, stretchOf } from './absence-view.ts'
import { ChainWords } from './chain-words.tsx'

type ProblemCode = keyof typeof vietnamese.absence.problem
const isKnown = (code: string): code is ProblemCode => Object.hasOwn(vietnamese.absence.problem, code)

/** The words for a rule that refuses an absence; null for every other problem. */
export const absenceRefusal =
  (t: TFunction) =>
  (problem: ServerProblem): string | null => {
    const code = refusedBy(problem)
    return code !== null && isKnown(code) ? t(`absence.problem.${code}`) : null
  }

/** Whose absences are meant: those of an agency's officials, or the own ones of whoever is signed in. */
export type AbsencesOf = Readonly<{ agency: string }> | 'oneself'

/** The active officials of an agency, or of every agency one works in, with their roles there, by name. */
function colleagues({ data }: Directory, of: AbsencesOf, t: TFunction) {
  const agencies = new Set(of === 'oneself' ? data.me.grants.map(({ agency }) => agency) : [of.agency])
  return data.officials
    .flatMap((row) => {
      const held = row.grants.filter((grant) => agencies.has(grant.agency))
      if (!row.active || held.length === 0) return []
      const words = [...new Set(held.map((grant) => t(`words.role.${grant.role}`)))]
      return [{ value: row.id, label: `${row.displayName} · ${words.join(', ')}` }]
    })
    .toSorted((a, b) => a.label.localeCompare(b.label, 'vi'))
}

export type AbsenceDialogProps = Readonly<{
  of: AbsencesOf
  absence: AbsenceEntryV1 | null
  listed: readonly AbsenceEntryV1[]
  onClose: () => void
}>

/** What the fields say, and the first reason against it, by the rule the server decides with. */
function useAbsenceFields({ of, absence, listed }: AbsenceDialogProps) {
  const { t } = useTranslation()
  const { data } = useReference()
  const nowMs = useNow()
  const before = absence === null ? { from: cityDate(nowMs), to: cityDate(nowMs) } : daysOf(absence)
  const [official, setOfficial] = useState(absence?.official ?? (of === 'oneself' ? data.me.id : null))
  const [substitute, setSubstitute] = useState(absence?.substitute ?? null)
  const [from, setFrom] = useState(before.from)
  const [to, setTo] = useState(before.to)
  const stretch = stretchOf(from, to)
  const missing = [
    ...(official === null ? [t('absence.missing.official')] : []),
    ...(stretch === null ? [t('absence.missing.dates')] : []),
  ]
  const organisation = organisationOf(data, nowMs)
  const me = { id: data.me.id, grants: data.me.grants }
  const known = knownAbsences(listed, data.absences)
  // A day that stays keeps the hour at which the absence began or was to end.
  const wish =
    official === null || stretch === null
      ? null
      : {
          id: absence?.id ?? '',
          official,
          substitute,
          fromMs: absence !== null && from === before.from ? absence.fromMs : stretch.fromMs,
          toMs: absence !== null && to === before.to ? absence.toMs : stretch.toMs,
        }
  const code =
    wish === null
      ? null
      : absenceProblem({
          absence: wish,
          by: of === 'oneself' ? forOneself(me) : me,
          organisation: { ...organisation, absences: known.filter((one) => one.id !== wish.id) },
        })
  const problems = code === null ? missing : [t(`absence.problem.${code}`)]
  const chain = wish === null || code !== null ? null : chainOf(wish, known, organisation)
  const set = { official: setOfficial, substitute: setSubstitute, from: setFrom, to: setTo }
  return { official, substitute, from, to, set, wish, problems, chain }
}

/** Records an absence or changes one: who, from which to which day, who stands in, why. */
export function AbsenceDialog(props: AbsenceDialogProps) {
  const { absence, of, onClose } = props
  const { t } = useTranslation()
  const directory = useReference()
  const change = useOrganisationChange()
  const { official, substitute, from, to, set, wish, problems, chain } = useAbsenceFields(props)
  const people = colleagues(directory, of, t)
  const save = async (reason: string): Promise<void> => {
    if (wish === null) return
    const { official: whose, ...given } = wish
    const body = { ...given, id: absence?.id ?? null, version: absence?.version ?? 0, reason }
    await (of === 'oneself' ? change('saveOwnAbsence', body) : change('saveAbsence', { ...body, official: whose }))
  }
  return (
    <SettingDialog
      title={
        absence === null
          ? t('absence.addTitle')
          : t('absence.editTitle', { name: directory.officialName(absence.official) })
      }
      problems={problems}
      unchanged={
        absence !== null &&
        wish !== null &&
        wish.fromMs === absence.fromMs &&
        wish.toMs === absence.toMs &&
        wish.substitute === absence.substitute
      }
      onSave={save}
      onClose={onClose}
      reasonWords={{ label: t('absence.reason'), hint: t('absence.reasonHint') }}
      refusalOf={absenceRefusal(t)}
    >
      {absence === null && of !== 'oneself' && (
        <Select
          label={t('absence.official')}
          placeholder={t('admin.choose')}
          data={people}
          value={official}
          onChange={set.official}
          searchable
          openOnFocus={false}
          limit={60}
          data-autofocus
          nothingFoundMessage={t('admin.noChoice')}
        />
      )}
      <div className={styles.fields}>
        <TextInput
          type="date"
          label={t('absence.from')}
          value={from}
          onChange={(event) => set.from(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t('absence.to')}
          value={to}
          min={from}
          onChange={(event) => set.to(event.currentTarget.value)}
        />
      </div>
      <Select
        label={t('absence.substitute')}
        description={t('absence.substituteHint')}
        placeholder={t('absence.none')}
        data={people.filter((person) => person.value !== official)}
        value={substitute}
        onChange={set.substitute}
        searchable
        clearable
        limit={60}
        nothingFoundMessage={t('admin.noChoice')}
      />
      {chain !== null && (
        <div role="note" className={styles.effect}>
          <ChainWords chain={chain} />
        </div>
      )}
    </SettingDialog>
  )
}
