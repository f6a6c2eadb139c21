import { z } from 'zod'

const place = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(400),
  height: z.number().int().min(300),
  maximized: z.boolean(),
  zoom: z.number().min(0.5).max(3),
})
export type WindowPlace = z.infer<typeof place>

type Area = Readonly<{ x: number; y: number; width: number; height: number }>

const defaultSize = { width: 1366, height: 768 }
const visiblePixels = 100

function overlaps(stored: WindowPlace, area: Area): boolean {
  const width = Math.min(stored.x + stored.width, area.x + area.width) - Math.max(stored.x, area.x)
  const height = Math.min(stored.y + stored.height, area.y + area.height) - Math.max(stored.y, area.y)
  return width >= visiblePixels && height >= visiblePixels
}

/** Where the window opens: as it was left, unless that place is on no screen any more; then centred on the first one. */
export function placeWindow(stored: unknown, screens: readonly Area[]): WindowPlace {
  const parsed = place.safeParse(stored)
  if (parsed.success && screens.some((area) => overlaps(parsed.data, area))) return parsed.data
  const area = screens[0] ?? { x: 0, y: 0, ...defaultSize }
  const width = Math.min(defaultSize.width, area.width)
  const height = Math.min(defaultSize.height, area.height)
  return {
    x: Math.round(area.x + (area.width - width) / 2),
    y: Math.round(area.y + (area.height - height) / 2),
    width,
    height,
    maximized: false,
    zoom: parsed.success ? parsed.data.zoom : 1,
  }
}
