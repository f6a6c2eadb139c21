export type Point = Readonly<{ lng: number; lat: number }>
export type NamedPoint = Point & Readonly<{ id: string; name: string }>

/** One ward point on the sketch; `label` is null where its name would cover another. */
export type Spot = Readonly<{
  id: string
  name: string
  x: number
  y: number
  own: boolean
  label: Readonly<{ x: number; y: number; anchor: 'start' | 'end' | 'middle' }> | null
}>

export const directions = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const
export type Direction = (typeof directions)[number]

/** What is drawn, in pixels of the box; the case stands in the middle. */
export type Sketch = Readonly<{
  case: Readonly<{ x: number; y: number }>
  spots: readonly Spot[]
  scale: Readonly<{ metres: number; pixels: number }>
}>

type Box = Readonly<{ width: number; height: number }>
type Area = Readonly<{ left: number; top: number; right: number; bottom: number }>

const kmPerDegree = 111.32
const outsideKm = 20
const smallestReachKm = 1.5
const largestReachKm = 12
const nearestShown = 4
const edge = 10
const labelHeight = 13
const letterWidth = 6
const scaleSteps = [0.2, 0.5, 1, 2, 5, 10] as const

/** Kilometres east and north of `from`; flat, which within a city is right to a few metres. */
function offsetKm(from: Point, to: Point): { east: number; north: number } {
  const shrink = Math.cos((from.lat * Math.PI) / 180)
  return { east: (to.lng - from.lng) * shrink * kmPerDegree, north: (to.lat - from.lat) * kmPerDegree }
}

const lengthKm = (offset: { east: number; north: number }) => Math.hypot(offset.east, offset.north)

/** How far and in which of eight directions `to` lies from `from`. */
export function bearingOf(from: Point, to: Point): { metres: number; direction: Direction } {
  const offset = offsetKm(from, to)
  const turn = Math.atan2(offset.east, offset.north) / (Math.PI / 4)
  return { metres: lengthKm(offset) * 1000, direction: directions[(Math.round(turn) + 8) % 8] ?? 'n' }
}

/** As far as the fourth nearest ward point, and the case's own where it is not far away. */
function reachOf(distances: readonly number[], own: number | undefined): number {
  const near = distances.toSorted((a, b) => a - b)[nearestShown - 1] ?? smallestReachKm
  const wanted = Math.max(near, own === undefined || own > largestReachKm ? 0 : own)
  return Math.min(largestReachKm, Math.max(smallestReachKm, wanted * 1.1))
}

const covers = (a: Area, b: Area) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

/** Where a name can stand: right of its spot, left, below or above. */
function placesOf(spot: Readonly<{ name: string; x: number; y: number }>) {
  const { x, y } = spot
  const width = spot.name.length * letterWidth
  const row = (middle: number) => ({ top: middle - labelHeight / 2, bottom: middle + labelHeight / 2 })
  const centred = { left: x - width / 2, right: x + width / 2 }
  return [
    { anchor: 'start' as const, x: x + 7, y, area: { ...row(y), left: x + 5, right: x + 7 + width } },
    { anchor: 'end' as const, x: x - 7, y, area: { ...row(y), left: x - 7 - width, right: x - 5 } },
    { anchor: 'middle' as const, x, y: y + 12, area: { ...row(y + 12), ...centred } },
    { anchor: 'middle' as const, x, y: y - 12, area: { ...row(y - 12), ...centred } },
  ]
}

/** Gives each spot its name where that covers nothing drawn or named before. */
function labelled(spots: readonly Omit<Spot, 'label'>[], box: Box, taken: readonly Area[]): Spot[] {
  const used: Area[] = [
    ...taken,
    ...spots.map(({ x, y }) => ({ left: x - 4, right: x + 4, top: y - 4, bottom: y + 4 })),
  ]
  return spots.map((spot) => {
    const side = placesOf(spot).find(
      ({ area }) =>
        area.left >= 0 &&
        area.right <= box.width &&
        area.top >= 0 &&
        area.bottom <= box.height &&
        !used.some((other) => covers(area, other)),
    )
    if (side === undefined) return { ...spot, label: null }
    used.push(side.area)
    return { ...spot, label: { x: side.x, y: side.y, anchor: side.anchor } }
  })
}

/** The surroundings of a case out of the points of the wards; null where no ward is near. */
export function sketchOf(point: Point, area: string | null, wards: readonly NamedPoint[], box: Box): Sketch | null {
  const placed = wards
    .map((ward) => ({ ward, offset: offsetKm(point, ward) }))
    .toSorted((a, b) => lengthKm(a.offset) - lengthKm(b.offset))
  const nearest = placed[0]
  if (nearest === undefined || lengthKm(nearest.offset) > outsideKm) return null
  const own = placed.find(({ ward }) => ward.id === area)
  const distances = placed.map(({ offset }) => lengthKm(offset))
  const reachKm = reachOf(distances, own === undefined ? undefined : lengthKm(own.offset))
  const pixelsPerKm = (box.height / 2 - edge) / reachKm
  const middle = { x: box.width / 2, y: box.height / 2 }
  const spots = placed
    .map(({ ward, offset }) => ({
      id: ward.id,
      name: ward.name,
      x: middle.x + offset.east * pixelsPerKm,
      y: middle.y - offset.north * pixelsPerKm,
      own: ward.id === area,
    }))
    .filter(({ x, y }) => x >= edge && x <= box.width - edge && y >= edge && y <= box.height - edge)
    .toSorted((a, b) => Number(b.own) - Number(a.own))
  const km = scaleSteps.findLast((step) => step * pixelsPerKm <= box.width / 4) ?? scaleSteps[0]
  const marks: Area[] = [
    { left: middle.x - 9, right: middle.x + 9, top: middle.y - 22, bottom: middle.y + 4 },
    { left: 0, right: box.width / 4 + 16, top: box.height - 28, bottom: box.height },
    { left: box.width - 30, right: box.width, top: 0, bottom: 40 },
  ]
  return { case: middle, spots: labelled(spots, box, marks), scale: { metres: km * 1000, pixels: km * pixelsPerKm } }
}
