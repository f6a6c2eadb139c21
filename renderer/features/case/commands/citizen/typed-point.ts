type Point = Readonly<{ lng: number; lat: number }>

/** A point as people write it: latitude first. */
export const pointText = ({ lat, lng }: Point): string => `${lat.toFixed(5)}, ${lng.toFixed(5)}`

/** What was typed as a point; null where nothing was, undefined where it is none. */
export function pointOf(typed: string): { lng: number; lat: number } | null | undefined {
  if (typed.trim() === '') return null
  const match = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(typed)
  if (match === null) return undefined
  const [lat, lng] = [Number(match[1]), Number(match[2])]
  return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? { lng, lat } : undefined
}
