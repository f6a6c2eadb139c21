const keys = [
  'appearance.language',
  'appearance.density',
  'queue.columns',
  'queue.layout',
  'queue.preview-share',
] as const

/** The preferences that a drawn first frame depends on, as one text to compare; the theme is chosen when it is shown. */
export function stillPreferences(get: (key: (typeof keys)[number]) => unknown): string {
  return JSON.stringify(keys.map((key) => get(key) ?? null))
}
