/** One place of a setting that differs: its path and the values before and after, null where there was none. */
export type ChangeLine = Readonly<{ path: string; before: string | null; after: string | null }>

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** How an entry of a list is known in both versions: days of a calendar by their date. */
const keyOf = (entry: unknown, index: number): string =>
  isFields(entry) && typeof entry['date'] === 'string' ? entry['date'] : String(index + 1)

function flat(value: unknown, path: string, into: Map<string, string>): void {
  if (Array.isArray(value)) {
    if (value.every((entry) => !isFields(entry))) into.set(path, JSON.stringify(value).replaceAll('"', ''))
    else for (const [index, entry] of value.entries()) flat(entry, `${path}.${keyOf(entry, index)}`, into)
    return
  }
  if (isFields(value)) {
    for (const [key, entry] of Object.entries(value)) flat(entry, path === '' ? key : `${path}.${key}`, into)
    return
  }
  if (typeof value === 'string') into.set(path, value)
  else if (value !== null && value !== undefined) into.set(path, JSON.stringify(value))
}

/** Every place that differs between two versions of a setting, in the order in which they stand. */
export function changeLines(before: unknown, after: unknown): readonly ChangeLine[] {
  const [old, next] = [new Map<string, string>(), new Map<string, string>()]
  flat(before, '', old)
  flat(after, '', next)
  return [...new Set([...old.keys(), ...next.keys()])]
    .filter((path) => old.get(path) !== next.get(path))
    .map((path) => ({ path, before: old.get(path) ?? null, after: next.get(path) ?? null }))
}
