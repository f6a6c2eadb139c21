import { Checkbox, Select } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { needsArea } from '../../../../shared/domain/commands/reception.ts'
import { AreaField } from '../area/area-field.tsx'
import { useToday } from '../use-today.ts'
import { categoryChoices, foldedFilter, standingAreas } from './choices.ts'
import type { CommandDialogProps } from './dialog-props.ts'
import { DialogForm } from './dialog-form.tsx'
import { DuplicatesList } from './duplicates-list.tsx'
import { LevelField } from './level/level-field.tsx'

/** Reception: level, category, area, and a look at what may be the same report. */
export function ReceiveDialog({ detail, directory, run, onClose }: CommandDialogProps) {
  const { t } = useTranslation()
  const { case: row } = detail
  const today = useToday()
  const [level, setLevel] = useState(row.level)
  const [category, setCategory] = useState<string | null>(row.category)
  const [area, setArea] = useState<string | null>(row.area)
  const [lookedAt, setLookedAt] = useState(false)
  const areas = useMemo(() => standingAreas(directory.data, today), [directory.data, today])
  const missing = [
    ...(category === null ? [t('command.field.category')] : []),
    ...(area === null && needsArea(row) ? [t('command.field.area')] : []),
    ...(lookedAt ? [] : [t('command.duplicatesLookedAt')]),
  ]
  const submit = () => {
    if (category === null) return
    void run('receive', { level, category, area, duplicatesLookedAt: lookedAt }).then((done) => done && onClose())
  }
  return (
    <DialogForm command="receive" caseNumber={row.caseNumber} missing={missing} onSubmit={submit} onClose={onClose}>
      <LevelField value={level} onChange={setLevel} keptUrgent={row.level === 'urgent'} />
      <Select
        label={t('command.field.category')}
        data={categoryChoices(directory.data, row.category)}
        value={category}
        onChange={setCategory}
        searchable
        filter={foldedFilter}
        allowDeselect={false}
        nothingFoundMessage={t('command.noChoice')}
      />
      <AreaField areas={areas} value={area} onChange={setArea} />
      <DuplicatesList row={row} category={category ?? row.category} />
      <Checkbox
        size="xs"
        label={t('command.duplicatesLookedAt')}
        checked={lookedAt}
        onChange={(event) => setLookedAt(event.currentTarget.checked)}
      />
    </DialogForm>
  )
}
