import type { SKRSContext2D } from '@napi-rs/canvas'
import type { SeededRandom } from '../seeded-random.ts'

/** The mood of a drawing: `ambient` multiplies every colour, `sky` runs from top to horizon, `glow` lights lamps and windows. */
export type Light = Readonly<{
  sky: readonly [string, string]
  ambient: readonly [number, number, number]
  glow: boolean
}>

/** What a scene draws with: a canvas of `w` x `h` pixels, its seeded choices and its light. */
export type Painter = Readonly<{ c: SKRSContext2D; w: number; h: number; random: SeededRandom; light: Light }>

/** A point in pixels. */
export type Spot = readonly [number, number]

const day: Light = { sky: ['#9cc8e6', '#e6f2f7'], ambient: [1, 1, 1], glow: false }
const morning: Light = { sky: ['#cfe2ec', '#fbe3c6'], ambient: [1, 0.96, 0.89], glow: false }
const overcast: Light = { sky: ['#bcc7cf', '#e4e8ea'], ambient: [0.88, 0.91, 0.94], glow: false }
const dusk: Light = { sky: ['#7277a6', '#f5b993'], ambient: [0.86, 0.74, 0.72], glow: true }
const night: Light = { sky: ['#1b2440', '#45527a'], ambient: [0.42, 0.47, 0.63], glow: true }

/** Lights by use: most scenes take `open`, those about lamps and noise `dark`, floods `rain`, rooms `indoor`. */
export const lights = {
  open: [day, day, morning, morning, overcast, dusk],
  dark: [night, night, dusk],
  rain: [overcast, overcast, dusk],
  indoor: [day, morning, overcast],
} as const satisfies Record<string, readonly Light[]>

function channels(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

/** A `#rrggbb` colour as it looks in the painter's light; `alpha` from 0 to 1. */
export function lit(p: Painter, hex: string, alpha = 1): string {
  const [r, g, b] = channels(hex).map((value, index) => Math.round(value * (p.light.ambient[index] ?? 1)))
  return `rgba(${r}, ${g}, ${b}, ${alpha})`
}

/** The colour made darker (`by` < 1) or lighter (`by` > 1). */
export function shade(hex: string, by: number): string {
  const parts = channels(hex).map((value) => Math.max(0, Math.min(255, Math.round(value * by))))
  return `#${parts.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

/** A filled rectangle; `box` is x, y, width, height; a radius rounds its corners. */
export function box(
  p: Painter,
  hex: string,
  [x, y, w, h]: readonly [number, number, number, number],
  radius = 0,
): void {
  p.c.fillStyle = lit(p, hex)
  p.c.beginPath()
  p.c.roundRect(x, y, w, h, radius)
  p.c.fill()
}

/** A filled polygon. */
export function shape(p: Painter, hex: string, spots: readonly Spot[], alpha = 1): void {
  p.c.fillStyle = lit(p, hex, alpha)
  p.c.beginPath()
  spots.forEach(([x, y], index) => (index === 0 ? p.c.moveTo(x, y) : p.c.lineTo(x, y)))
  p.c.closePath()
  p.c.fill()
}

/** A filled ellipse around a spot with radii `rx` and `ry`. */
export function oval(
  p: Painter,
  hex: string,
  [x, y, rx, ry]: readonly [number, number, number, number],
  alpha = 1,
): void {
  p.c.fillStyle = lit(p, hex, alpha)
  p.c.beginPath()
  p.c.ellipse(x, y, rx, ry, 0, 0, Math.PI * 2)
  p.c.fill()
}

/** A smooth line through spots. */
export function stroke(p: Painter, hex: string, width: number, spots: readonly Spot[]): void {
  const [first, ...others] = spots
  if (first === undefined) return
  p.c.strokeStyle = lit(p, hex)
  p.c.lineWidth = width
  p.c.lineCap = 'round'
  p.c.lineJoin = 'round'
  p.c.beginPath()
  p.c.moveTo(first[0], first[1])
  for (const [x, y] of others) p.c.lineTo(x, y)
  p.c.stroke()
}

/** A cable that sags by `sag` pixels between two spots. */
export function cable(p: Painter, hex: string, width: number, [from, to, sag]: readonly [Spot, Spot, number]): void {
  p.c.strokeStyle = lit(p, hex)
  p.c.lineWidth = width
  p.c.beginPath()
  p.c.moveTo(from[0], from[1])
  p.c.quadraticCurveTo((from[0] + to[0]) / 2, (from[1] + to[1]) / 2 + sag * 2, to[0], to[1])
  p.c.stroke()
}

function middle(a: Spot, b: Spot): Spot {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
}

/** A rounded, uneven patch: a puddle, a hole, a heap of leaves. */
export function blob(
  p: Painter,
  hex: string,
  [x, y, rx, ry]: readonly [number, number, number, number],
  alpha = 1,
): void {
  const corners = 9
  const spots = Array.from({ length: corners }, (_, index): Spot => {
    const angle = (index / corners) * Math.PI * 2
    const reach = p.random.between(0.82, 1.08)
    return [x + Math.cos(angle) * rx * reach, y + Math.sin(angle) * ry * reach]
  })
  const at = (index: number): Spot => spots[(index + corners) % corners] ?? [x, y]
  p.c.fillStyle = lit(p, hex, alpha)
  p.c.beginPath()
  p.c.moveTo(...middle(at(-1), at(0)))
  for (let index = 0; index < corners; index += 1) {
    const end = middle(at(index), at(index + 1))
    p.c.quadraticCurveTo(at(index)[0], at(index)[1], end[0], end[1])
  }
  p.c.fill()
}

/** A soft light around a spot, not dimmed by the night. */
export function glow(p: Painter, rgb: string, [x, y, radius]: readonly [number, number, number], strength = 0.6): void {
  const gradient = p.c.createRadialGradient(x, y, 0, x, y, radius)
  gradient.addColorStop(0, `rgba(${rgb}, ${strength})`)
  gradient.addColorStop(1, `rgba(${rgb}, 0)`)
  p.c.fillStyle = gradient
  p.c.fillRect(x - radius, y - radius, radius * 2, radius * 2)
}
