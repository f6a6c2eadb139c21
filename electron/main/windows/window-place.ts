export type WindowPlace = Readonly<{
  x: number
  y: number
  width: number
  height: number
  maximized: boolean
  zoom: number
}>

type Area = Readonly<{ x: number; y: number; width: number; height: number }>

const defaultSize = { width: 1366, height: 768 }
const visiblePixels = 100

function overlaps(stored: WindowPlace, area: Area): boolean {
  const width = Math.min(stored.x + stored.width, area.x + area.width) - Math.max(stored.x, area.x)
  const height = Math.min(stored.y + stored.height, area.y + area.height) - Math.max(stored.y, area.y)
  return width >= visiblePixels && height >= visiblePixels
}

// By hand: a schema's library would be read before the window is there.
function readPlace(stored: unknown): WindowPlace | null {
  if (typeof stored !== 'object' || stored === null) return null
  const { x, y, width, height, maximized, zoom } = stored as Record<keyof WindowPlace, unknown>
  const [left, top, wide, high] = [x, y, width, height].map((value) => (Number.isInteger(value) ? Number(value) : NaN))
  if (typeof maximized !== 'boolean' || typeof zoom !== 'number') return null
  if (left === undefined || top === undefined || wide === undefined || high === undefined) return null
  const isWhole = !Number.isNaN(left + top) && wide >= 400 && high >= 300 && zoom >= 0.5 && zoom <= 3
  return isWhole ? { x: left, y: top, width: wide, height: high, maximized, zoom } : null
}

/** Where the window opens: as it was left, unless that place is on no screen any more; then centred on the first one. */
export function placeWindow(stored: unknown, screens: readonly Area[]): WindowPlace {
  const left = readPlace(stored)
  if (left !== null && screens.some((area) => overlaps(left, area))) return left
  const area = screens[0] ?? { x: 0, y: 0, ...defaultSize }
  const width = Math.min(defaultSize.width, area.width)
  const height = Math.min(defaultSize.height, area.height)
  return {
    x: Math.round(area.x + (area.width - width) / 2),
    y: Math.round(area.y + (area.height - height) / 2),
    width,
    height,
    maximized: false,
    zoom: left?.zoom ?? 1,
  }
}
