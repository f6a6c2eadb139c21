import type { Language } from './catalogues.ts'

const locales = { vi: 'vi-VN', en: 'en-GB' } as const
const counts = { vi: new Intl.NumberFormat(locales.vi), en: new Intl.NumberFormat(locales.en) }
const tenths = {
  vi: new Intl.NumberFormat(locales.vi, { maximumFractionDigits: 1 }),
  en: new Intl.NumberFormat(locales.en, { maximumFractionDigits: 1 }),
}

/** An integer with the language's thousands mark: `18.781` in Vietnamese. */
export function formatCount(count: number, language: Language): string {
  return counts[language].format(count)
}

/** A number with at most one decimal in the language's notation. */
export function formatTenth(value: number, language: Language): string {
  return tenths[language].format(value)
}

/** A share (0 to 1) as a percentage with at most one decimal: `89,1 %` in Vietnamese. */
export function formatShare(share: number, language: Language): string {
  return `${tenths[language].format(share * 100)} %`
}

/** A distance on the ground: `850 m` in steps of 10 m below one kilometre, `1,2 km` above. */
export function formatDistance(metres: number, language: Language): string {
  const rounded = Math.round(metres / 10) * 10
  return rounded < 1000 ? `${rounded} m` : `${tenths[language].format(rounded / 1000)} km`
}

const byteUnits = ['B', 'KB', 'MB', 'GB'] as const

/** A size in bytes in the largest unit that leaves at least 1. */
export function formatBytes(sizeBytes: number, language: Language): string {
  let value = sizeBytes
  let unit = 0
  while (value >= 1024 && unit < byteUnits.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${tenths[language].format(value)} ${byteUnits[unit]}`
}
