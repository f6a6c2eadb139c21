/** Where a key leads in a list of `total` rows, or what it asks for; null when the grid has no use for the key. */
export type GridMove = Readonly<{ kind: 'go'; index: number } | { kind: 'open' } | { kind: 'leave' }>

export type GridKey = Readonly<{ key: string; index: number; total: number; pageRows: number }>

/** What a key does to the chosen cases: takes the row in or out, takes every row, or gives all up; null for any other key. */
export type GridChoice = 'toggle' | 'all' | 'clear'

export function gridChoice(
  { key, ctrlKey }: Readonly<{ key: string; ctrlKey: boolean }>,
  chosen: number,
): GridChoice | null {
  if (ctrlKey) return key.toLowerCase() === 'a' ? 'all' : null
  if (key === ' ') return 'toggle'
  return key === 'Escape' && chosen > 0 ? 'clear' : null
}

export function gridMove({ key, index, total, pageRows }: GridKey): GridMove | null {
  const go = (target: number): GridMove => ({ kind: 'go', index: Math.max(0, Math.min(total - 1, target)) })
  if (key === 'Enter') return total > 0 && index >= 0 ? { kind: 'open' } : null
  if (key === 'Escape') return { kind: 'leave' }
  if (total === 0) return null
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return go(index + 1)
    case 'ArrowUp':
    case 'k':
      return go(index < 0 ? 0 : index - 1)
    case 'Home':
      return go(0)
    case 'End':
      return go(total - 1)
    case 'PageDown':
      return go(index + pageRows)
    case 'PageUp':
      return go(index - pageRows)
    default:
      return null
  }
}
