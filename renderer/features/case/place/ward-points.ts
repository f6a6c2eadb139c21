import wardPoints from '../../../../resources/places/ward-points.json' with { type: 'json' }
import type { NamedPoint } from './place-sketch.ts'

/** The ward points that ship with the app, named by `nameOf`. */
export function namedWardPoints(nameOf: (id: string) => string): NamedPoint[] {
  return Object.entries(wardPoints.points).flatMap(([id, [lng, lat]]) =>
    lng === undefined || lat === undefined ? [] : [{ id, lng, lat, name: nameOf(id) }],
  )
}
