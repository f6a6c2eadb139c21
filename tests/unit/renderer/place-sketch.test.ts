import { describe, expect, it } from 'vitest'
import { bearingOf, sketchOf } from '../../../renderer/features/case/place/place-sketch.ts'
import { namedWardPoints } from '../../../renderer/features/case/place/ward-points.ts'
import { formatDistance } from '../../../shared/text/format-number.ts'

const box = { width: 400, height: 220 }
const hoanKiem = { lng: 105.8522, lat: 21.0287 }
const wards = namedWardPoints((id) => `Phường ${id}`)

/** Great-circle distance in metres: the yardstick for the flat sums of the sketch. */
function haversine(a: { lng: number; lat: number }, b: { lng: number; lat: number }): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const half = (difference: number) => Math.sin(radians(difference) / 2) ** 2
  const h = half(b.lat - a.lat) + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * half(b.lng - a.lng)
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(h))
}

describe('place sketch', () => {
  it('tells distances as the globe has them, to half a percent, and directions from the ward to the case', () => {
    for (const ward of wards.slice(0, 40)) {
      const { metres } = bearingOf(ward, hoanKiem)
      expect(Math.abs(metres - haversine(ward, hoanKiem)) / metres).toBeLessThan(0.005)
    }
    expect(bearingOf(hoanKiem, { lng: 105.8522, lat: 21.05 }).direction).toBe('n')
    expect(bearingOf(hoanKiem, { lng: 105.83, lat: 21.0287 }).direction).toBe('w')
    expect(bearingOf(hoanKiem, { lng: 105.87, lat: 21.0107 }).direction).toBe('se')
  })

  it('draws to the scale its bar states', () => {
    const sketch = sketchOf(hoanKiem, '00070', wards, box)
    const own = sketch?.spots.find((spot) => spot.own)
    const ward = wards.find(({ id }) => id === '00070')
    expect(own).toBeDefined()
    if (sketch === null || own === undefined || ward === undefined) return
    const drawn = Math.hypot(own.x - sketch.case.x, own.y - sketch.case.y)
    const metres = (drawn / sketch.scale.pixels) * sketch.scale.metres
    expect(Math.abs(metres - haversine(ward, hoanKiem))).toBeLessThan(5)
    expect(sketch.scale.pixels).toBeLessThanOrEqual(box.width / 4)
  })

  it('shows the surroundings of every ward, the own one first, with no name over another', () => {
    for (const { id, lng, lat } of wards) {
      const sketch = sketchOf({ lng, lat }, id, wards, box)
      expect(sketch?.spots[0]?.id).toBe(id)
      expect(sketch?.spots.length).toBeGreaterThanOrEqual(2)
      const named = (sketch?.spots ?? []).flatMap((spot) => {
        if (spot.label === null) return []
        const width = spot.name.length * 6
        const shift = { start: 0, middle: width / 2, end: width }[spot.label.anchor]
        const left = spot.label.x - shift
        return [{ left, right: left + width, y: spot.label.y }]
      })
      const overlaps = named.filter((a, place) =>
        named.slice(place + 1).some((b) => Math.abs(a.y - b.y) < 13 && a.left < b.right && b.left < a.right),
      )
      expect(overlaps).toEqual([])
      expect(named.every(({ left, right }) => left >= 0 && right <= box.width)).toBe(true)
    }
  })

  it('draws nothing for a place outside the city', () => {
    expect(sketchOf({ lng: -71.0589, lat: 42.3601 }, null, wards, box)).toBeNull()
  })

  it('writes metres in tens below a kilometre and tenths of kilometres above', () => {
    expect(formatDistance(846, 'vi')).toBe('850 m')
    expect(formatDistance(996, 'vi')).toBe('1 km')
    expect(formatDistance(1234, 'vi')).toBe('1,2 km')
    expect(formatDistance(1234, 'en')).toBe('1.2 km')
  })
})
