import { Button, Group, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Setting } from '../../../../shared/contract/admin/settings.ts'
import { cityDate } from '../../../../shared/domain/organisation.ts'
import { complaintKinds } from '../../../../shared/domain/states.ts'
import { useNow } from '../../../components/use-now.ts'
import { useReference } from '../../../platform/use-reference.ts'
import type { AdminRights } from '../admin-rights.ts'
import { useSaveSetting } from '../admin-server.ts'
import { ListFrame } from '../list-frame.tsx'
import type { ListColumn } from '../list-frame.tsx'
import { SettingDialog } from '../setting-dialog.tsx'
import { SettingsView } from '../settings-view.tsx'
import { agencyChoices, nameTaken, routeOf, teamsOf } from './list-choices.ts'

type Category = Setting<'category'>
type Routing = Setting<'routing'>

type CategoryDialogProps = Readonly<{
  category: Category | null
  all: readonly Category[]
  onClose: () => void
}>

/** Adds a field of complaints or renames one. */
function CategoryDialog({ category, all, onClose }: CategoryDialogProps) {
  const { t } = useTranslation()
  const save = useSaveSetting()
  const source =
    category?.value.source ?? all.find(({ value }) => !value.source.startsWith('import:'))?.value.source ?? 'hanoi'
  const [name, setName] = useState(category?.value.name ?? '')
  const [kind, setKind] = useState(category?.value.kind ?? 'field')
  const value = { name: name.trim(), kind, source }
  const problems = [
    ...(value.name === '' ? [t('admin.category.nameMissing')] : []),
    ...(nameTaken(all, category?.id ?? null, value) ? [t('admin.category.nameTaken')] : []),
  ]
  return (
    <SettingDialog
      title={category === null ? `${t('admin.add')}: ${t('admin.tabs.category')}` : category.value.name}
      problems={problems}
      unchanged={category !== null && value.name === category.value.name && kind === category.value.kind}
      onSave={(reason) =>
        save('category', { id: category?.id ?? null, version: category?.version ?? 0, value, reason })
      }
      onClose={onClose}
    >
      <TextInput
        label={t('admin.name')}
        value={name}
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label={t('admin.category.kind')}
        data={complaintKinds.map((option) => ({ value: option, label: t(`words.kind.${option}`) }))}
        value={kind}
        allowDeselect={false}
        onChange={(next) => setKind(complaintKinds.find((option) => option === next) ?? kind)}
      />
    </SettingDialog>
  )
}

type RouteDialogProps = Readonly<{
  category: Category
  /** The agency whose team is chosen; null chooses the city's agency. */
  agency: string | null
  route: Routing | undefined
  onClose: () => void
}>

/** Chooses where a category's cases go: an agency's team, or the agency of the city; nothing chosen removes the rule. */
function RouteDialog({ category, agency, route, onClose }: RouteDialogProps) {
  const { t } = useTranslation()
  const { data, agencyName } = useReference()
  const save = useSaveSetting()
  const today = cityDate(useNow())
  const before = agency === null ? (route?.value.agency ?? null) : (route?.value.team ?? null)
  const [target, setTarget] = useState(before)
  const value =
    target === null ? null : { category: category.id, agency: agency ?? target, team: agency === null ? null : target }
  return (
    <SettingDialog
      title={t('admin.category.routeOf', { name: category.value.name })}
      problems={[]}
      unchanged={target === before}
      onSave={(reason) => save('routing', { id: route?.id ?? null, version: route?.version ?? 0, value, reason })}
      onClose={onClose}
    >
      <Select
        label={agency === null ? t('admin.category.goesTo') : t('admin.category.team', { agency: agencyName(agency) })}
        placeholder={t('admin.choose')}
        data={agency === null ? agencyChoices(data, today) : teamsOf(data, agency, today)}
        value={target}
        onChange={setTarget}
        searchable
        clearable
        nothingFoundMessage={t('admin.noChoice')}
      />
    </SettingDialog>
  )
}

type Editing =
  | Readonly<{ what: 'category'; category: Category | null }>
  | Readonly<{ what: 'route'; category: Category; agency: string | null }>

type RouteCellProps = Readonly<{ category: Category; route: Routing | undefined; onEdit: (() => void) | null }>

/** Where a category's cases go, and the button that changes it. */
function RouteCell({ category, route, onEdit }: RouteCellProps) {
  const { t } = useTranslation()
  const { agencyName, teamName } = useReference()
  const target = route?.value.team === null ? agencyName(route.value.agency) : teamName(route?.value.team ?? null)
  return (
    <Group gap={6} wrap="nowrap" justify="space-between">
      <span>{route === undefined ? t('admin.none') : target}</span>
      {onEdit !== null && (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={`${t('admin.category.editRoute')}: ${category.value.name}`}
          onClick={onEdit}
        >
          {t('admin.edit')}
        </Button>
      )}
    </Group>
  )
}

type CategoriesProps = Readonly<{ all: readonly Category[]; routes: readonly Routing[]; rights: AdminRights }>

function Categories({ all, routes, rights }: CategoriesProps) {
  const { t } = useTranslation()
  const { agencyName } = useReference()
  const [editing, setEditing] = useState<Editing | null>(null)
  const mayCity = rights.may('category', null)
  const close = () => setEditing(null)
  const targets: readonly (string | null)[] = [null, ...rights.agencies]
  const columns: readonly ListColumn<Category>[] = [
    { id: 'name', name: t('admin.name'), render: ({ value }) => value.name },
    { id: 'kind', name: t('admin.category.kind'), render: ({ value }) => t(`words.kind.${value.kind}`) },
    ...targets.map((agency) => ({
      id: agency ?? 'city',
      name: agency === null ? t('admin.category.goesTo') : t('admin.category.team', { agency: agencyName(agency) }),
      render: (category: Category) => (
        <RouteCell
          category={category}
          route={routeOf(routes, category.id, agency)}
          onEdit={rights.may('routing', agency) ? () => setEditing({ what: 'route', category, agency }) : null}
        />
      ),
    })),
  ]
  return (
    <ListFrame
      note={mayCity ? null : t('admin.readOnlyCity')}
      add={mayCity ? { label: t('admin.add'), onAdd: () => setEditing({ what: 'category', category: null }) } : null}
      rows={all.toSorted((a, b) => a.value.name.localeCompare(b.value.name, 'vi'))}
      keyOf={({ id }) => id}
      columns={columns}
      edit={
        mayCity
          ? { nameOf: ({ value }) => value.name, onEdit: (category) => setEditing({ what: 'category', category }) }
          : null
      }
    >
      {editing?.what === 'category' && <CategoryDialog category={editing.category} all={all} onClose={close} />}
      {editing?.what === 'route' && (
        <RouteDialog
          category={editing.category}
          agency={editing.agency}
          route={routeOf(routes, editing.category.id, editing.agency)}
          onClose={close}
        />
      )}
    </ListFrame>
  )
}

/** The fields of complaints, with where each one's cases go in the city and in the own agency. */
export function CategoryTab({ rights }: { rights: AdminRights }) {
  return (
    <SettingsView
      kind="category"
      render={(all) => (
        <SettingsView kind="routing" render={(routes) => <Categories all={all} routes={routes} rights={rights} />} />
      )}
    />
  )
}
