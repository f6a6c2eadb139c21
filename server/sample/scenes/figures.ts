import { box, glow, oval, shade, shape, stroke } from './painter.ts'
import type { Painter, Spot } from './painter.ts'

const shirts = ['#d9574a', '#4d7ea8', '#e0b04c', '#6a9a78', '#8a6aa0', '#f0ece2', '#c7785a', '#3f6f74'] as const
const trousers = ['#3d4654', '#5b5148', '#2f3a46', '#6b6f76'] as const
const paints = ['#b6423a', '#3c5f8a', '#2f3338', '#e4e2dc', '#7c8a92', '#3f7664'] as const

/** A standing person whose feet are at the spot; `size` is the height in pixels. */
export function person(p: Painter, [x, y]: Spot, size: number): void {
  const shirt = p.random.pick(shirts)
  const legs = p.random.pick(trousers)
  const skin = p.random.pick(['#e8bd95', '#dca97c', '#edc9a5'])
  oval(p, '#000000', [x, y, size * 0.2, size * 0.035], 0.16)
  box(p, legs, [x - size * 0.1, y - size * 0.46, size * 0.085, size * 0.45], size * 0.03)
  box(p, shade(legs, 0.85), [x + size * 0.015, y - size * 0.46, size * 0.085, size * 0.45], size * 0.03)
  box(p, shirt, [x - size * 0.14, y - size * 0.8, size * 0.28, size * 0.38], size * 0.07)
  stroke(p, shade(shirt, 0.88), size * 0.07, [
    [x - size * 0.15, y - size * 0.74],
    [x - size * 0.19, y - size * 0.47],
  ])
  stroke(p, shade(shirt, 0.88), size * 0.07, [
    [x + size * 0.15, y - size * 0.74],
    [x + size * 0.2, y - size * 0.5],
  ])
  oval(p, skin, [x, y - size * 0.9, size * 0.085, size * 0.1])
  if (p.random.chance(0.3))
    shape(p, '#dcc48a', [
      [x - size * 0.19, y - size * 0.92],
      [x + size * 0.19, y - size * 0.92],
      [x, y - size * 1.06],
    ])
  else
    shape(p, '#33291f', [
      [x - size * 0.09, y - size * 0.9],
      [x - size * 0.08, y - size],
      [x + size * 0.03, y - size * 1.02],
      [x + size * 0.09, y - size * 0.95],
      [x + size * 0.07, y - size * 0.93],
    ])
}

function wheel(p: Painter, x: number, y: number, radius: number): void {
  oval(p, '#26282b', [x, y, radius, radius])
  oval(p, '#9aa1a6', [x, y, radius * 0.5, radius * 0.5])
}

function rider(p: Painter, [x, y]: Spot, size: number): void {
  const shirt = p.random.pick(shirts)
  stroke(p, p.random.pick(trousers), size * 0.1, [
    [x - size * 0.14, y - size * 0.42],
    [x + size * 0.1, y - size * 0.38],
    [x + size * 0.06, y - size * 0.14],
  ])
  shape(p, shirt, [
    [x - size * 0.26, y - size * 0.4],
    [x - size * 0.04, y - size * 0.4],
    [x + size * 0.02, y - size * 0.8],
    [x - size * 0.18, y - size * 0.8],
  ])
  stroke(p, shade(shirt, 0.85), size * 0.07, [
    [x - size * 0.04, y - size * 0.74],
    [x + size * 0.18, y - size * 0.58],
  ])
  oval(p, '#e3b58c', [x - size * 0.05, y - size * 0.88, size * 0.08, size * 0.09])
  shape(p, p.random.pick(paints), [
    [x - size * 0.16, y - size * 0.88],
    [x - size * 0.13, y - size],
    [x + size * 0.01, y - size],
    [x + size * 0.05, y - size * 0.9],
  ])
}

/** A parked or ridden motorbike seen from the side; the spot is on the ground under its middle, `size` its length. */
export function motorbike(p: Painter, [x, y]: Spot, size: number, ridden = false): void {
  const paint = p.random.pick(paints)
  const r = size * 0.17
  oval(p, '#000000', [x, y, size * 0.52, size * 0.05], 0.18)
  wheel(p, x - size * 0.34, y - r, r)
  wheel(p, x + size * 0.34, y - r, r)
  stroke(p, '#5b6166', size * 0.05, [
    [x + size * 0.34, y - r],
    [x + size * 0.22, y - size * 0.56],
  ])
  shape(p, paint, [
    [x - size * 0.42, y - size * 0.38],
    [x - size * 0.1, y - size * 0.34],
    [x + size * 0.08, y - size * 0.16],
    [x - size * 0.16, y - size * 0.14],
    [x - size * 0.34, y - size * 0.26],
  ])
  shape(p, paint, [
    [x + size * 0.12, y - size * 0.5],
    [x + size * 0.28, y - size * 0.48],
    [x + size * 0.2, y - size * 0.16],
    [x + size * 0.04, y - size * 0.14],
  ])
  shape(p, '#2c2a2a', [
    [x - size * 0.4, y - size * 0.4],
    [x - size * 0.02, y - size * 0.36],
    [x - size * 0.04, y - size * 0.3],
    [x - size * 0.38, y - size * 0.33],
  ])
  stroke(p, '#3a3d40', size * 0.04, [
    [x + size * 0.14, y - size * 0.6],
    [x + size * 0.26, y - size * 0.56],
  ])
  if (ridden) rider(p, [x, y], size)
}

/** A car from the side; the spot is on the ground under its middle, `size` its length. */
export function car(p: Painter, [x, y]: Spot, size: number): void {
  const paint = p.random.pick(paints)
  oval(p, '#000000', [x, y, size * 0.52, size * 0.04], 0.18)
  shape(p, paint, [
    [x - size * 0.3, y - size * 0.24],
    [x - size * 0.2, y - size * 0.4],
    [x + size * 0.14, y - size * 0.4],
    [x + size * 0.3, y - size * 0.24],
  ])
  shape(p, '#9db8c4', [
    [x - size * 0.25, y - size * 0.25],
    [x - size * 0.175, y - size * 0.37],
    [x - size * 0.03, y - size * 0.37],
    [x - size * 0.03, y - size * 0.25],
  ])
  shape(p, '#9db8c4', [
    [x, y - size * 0.25],
    [x, y - size * 0.37],
    [x + size * 0.12, y - size * 0.37],
    [x + size * 0.24, y - size * 0.25],
  ])
  box(p, paint, [x - size * 0.5, y - size * 0.26, size, size * 0.18], size * 0.05)
  box(p, shade(paint, 0.85), [x - size * 0.5, y - size * 0.13, size, size * 0.05], size * 0.02)
  wheel(p, x - size * 0.29, y - size * 0.08, size * 0.085)
  wheel(p, x + size * 0.29, y - size * 0.08, size * 0.085)
  box(p, '#f3dfa0', [x + size * 0.46, y - size * 0.23, size * 0.04, size * 0.05], 3)
  if (p.light.glow) glow(p, '255, 226, 150', [x + size * 0.5, y - size * 0.2, size * 0.24])
}

/** A city bus from the side. */
export function bus(p: Painter, [x, y]: Spot, size: number): void {
  oval(p, '#000000', [x, y, size * 0.52, size * 0.03], 0.18)
  box(p, '#d8a93c', [x - size * 0.5, y - size * 0.42, size, size * 0.36], size * 0.03)
  box(p, '#b3392f', [x - size * 0.5, y - size * 0.15, size, size * 0.09])
  for (let pane = 0; pane < 5; pane += 1)
    box(p, '#8fb0bf', [x - size * 0.46 + pane * size * 0.155, y - size * 0.37, size * 0.135, size * 0.15], 4)
  box(p, '#a9c4cf', [x + size * 0.33, y - size * 0.38, size * 0.13, size * 0.26], 4)
  stroke(p, '#4b5358', 3, [
    [x + size * 0.395, y - size * 0.38],
    [x + size * 0.395, y - size * 0.12],
  ])
  wheel(p, x - size * 0.3, y - size * 0.055, size * 0.06)
  wheel(p, x + size * 0.24, y - size * 0.055, size * 0.06)
}

/** A traffic cone standing on the spot. */
export function cone(p: Painter, [x, y]: Spot, size: number): void {
  box(p, '#c4562c', [x - size * 0.36, y - size * 0.08, size * 0.72, size * 0.1], 3)
  shape(p, '#e07038', [
    [x - size * 0.24, y - size * 0.06],
    [x + size * 0.24, y - size * 0.06],
    [x + size * 0.05, y - size],
    [x - size * 0.05, y - size],
  ])
  shape(p, '#f2ede2', [
    [x - size * 0.17, y - size * 0.36],
    [x + size * 0.17, y - size * 0.36],
    [x + size * 0.115, y - size * 0.6],
    [x - size * 0.115, y - size * 0.6],
  ])
}

/** A tree with a rounded crown; the spot is the foot of the trunk. */
export function tree(p: Painter, [x, y]: Spot, size: number): void {
  shape(p, '#7b5b41', [
    [x - size * 0.06, y],
    [x + size * 0.06, y],
    [x + size * 0.035, y - size * 0.6],
    [x - size * 0.035, y - size * 0.6],
  ])
  const green = p.random.pick(['#5c8f5a', '#6f9c58', '#4f8364'])
  for (const [dx, dy, part] of [
    [-0.22, -0.6, 0.24],
    [0.22, -0.6, 0.24],
    [0, -0.74, 0.3],
    [-0.1, -0.52, 0.2],
    [0.14, -0.5, 0.18],
  ] as const) {
    oval(p, green, [x + dx * size, y + dy * size, size * part, size * part * 0.82])
  }
  for (const [dx, dy, part] of [
    [-0.12, -0.82, 0.12],
    [0.16, -0.7, 0.1],
    [-0.26, -0.64, 0.08],
  ] as const) {
    oval(p, shade(green, 1.18), [x + dx * size, y + dy * size, size * part, size * part * 0.7], 0.8)
  }
}

/** A concrete pole of the given height with a cross-arm. */
export function pole(p: Painter, [x, y]: Spot, size: number): void {
  shape(p, '#9a968d', [
    [x - 8, y],
    [x + 8, y],
    [x + 5, y - size],
    [x - 5, y - size],
  ])
  box(p, '#77736b', [x - 46, y - size + 18, 92, 8], 2)
}
