import { Button, createTheme } from '@mantine/core'
import type { MantineColorsTuple } from '@mantine/core'

/** The one accent, a deep blue-green; white on shades 6 and 7 has a contrast above 5:1. */
const accent: MantineColorsTuple = [
  '#e9f4f4',
  '#d3e8e9',
  '#a8d1d4',
  '#79b8bd',
  '#4f9ea5',
  '#2f868e',
  '#17707a',
  '#0d5e68',
  '#0a4d56',
  '#073c44',
]

/** Dense and calm: 13 px controls, 4 px radius, no motion above 150 ms (the style sheet stops it where the system asks). */
export const deskTheme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  colors: { accent },
  fontFamily: "'Inter', system-ui, sans-serif",
  headings: { fontFamily: "'Inter', system-ui, sans-serif", fontWeight: '600' },
  defaultRadius: 'sm',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: { Button: Button.extend({ defaultProps: { fw: 500 } }) },
})
