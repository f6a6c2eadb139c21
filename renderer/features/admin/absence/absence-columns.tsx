import { Button, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { AbsenceEntryV1 } from '../../../../shared/contract/admin/organisation.ts'
import { organisationOf } from '../../../../shared/domain/organisation.ts'
import { useMoments } from '../../../components/use-moments.ts'
import { useNow } from '../../../components/use-now.ts'
import { useReference } from '../../../platform/use-reference.ts'
import styles from '../admin.module.css'
import type { ListColumn } from '../list-frame.tsx'
import { AbsenceDialog } from './absence-dialog.tsx'
import type { AbsencesOf } from './absence-dialog.tsx'
import { chainOf, knownAbsences, momentOf, stretchWords } from './absence-view.ts'
import { ChainWords } from './chain-words.tsx'
import { EndAbsenceDialog } from './end-absence-dialog.tsx'

/** What is being changed: nothing, a new absence, or one of the list. */
export type AbsenceEditing = Readonly<{ what: 'edit' | 'end'; absence: AbsenceEntryV1 }> | 'new' | null
type Edit = (editing: AbsenceEditing) => void

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
export function useAbsenceColumns(
  all: readonly AbsenceEntryV1[],
  onEdit: Edit | null,
): readonly ListColumn<AbsenceEntryV1>[] {
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

type ChangeProps = Readonly<{
  editing: AbsenceEditing
  of: AbsencesOf
  listed: readonly AbsenceEntryV1[]
  onClose: () => void
}>

/** The dialog of what is being changed, none where nothing is. */
export function AbsenceChange({ editing, of, listed, onClose }: ChangeProps) {
  if (editing === null) return null
  if (editing !== 'new' && editing.what === 'end')
    return <EndAbsenceDialog of={of} absence={editing.absence} onClose={onClose} />
  const absence = editing === 'new' ? null : editing.absence
  return <AbsenceDialog of={of} absence={absence} listed={listed} onClose={onClose} />
}
