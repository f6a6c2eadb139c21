/** What of a case a search text may name with `key:value`. */
export type FieldName = 'due' | 'level' | 'state' | 'area' | 'category' | 'team' | 'assignee' | 'agency'

/** The keys people type before the colon, folded. */
const fieldNames: Readonly<Record<string, FieldName>> = {
  ...{ han: 'due', due: 'due' },
  ...{ muc: 'level', level: 'level' },
  ...{ trangthai: 'state', tt: 'state', state: 'state' },
  ...{ phuong: 'area', xa: 'area', khuvuc: 'area', ward: 'area', area: 'area' },
  ...{ linhvuc: 'category', loai: 'category', category: 'category' },
  ...{ bophan: 'team', to: 'team', doi: 'team', team: 'team' },
  ...{ nguoi: 'assignee', canbo: 'assignee', assignee: 'assignee' },
  ...{ donvi: 'agency', agency: 'agency' },
}

/** The field a folded key names; null for any other word. */
export const fieldNamed = (key: string): FieldName | null =>
  Object.hasOwn(fieldNames, key) ? (fieldNames[key] ?? null) : null

/** Whether a folded key before a colon names a field. */
export const isField = (key: string): boolean => fieldNamed(key) !== null
