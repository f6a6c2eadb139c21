export type FilterOption = Readonly<{ value: string; label: string }>

export type FilterMenuProps = Readonly<{
  name: string
  options: readonly FilterOption[]
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
}>
