import { box, lit, oval, shade, shape, stroke } from './painter.ts'
import type { Painter } from './painter.ts'

const walls = ['#f1dfb4', '#e5bd70', '#bcd5b3', '#abc8d8', '#cf9376', '#efeae0', '#e7bcab', '#d8cfa8'] as const
const awnings = ['#b8473f', '#3f7a63', '#3b6391', '#d59a3a', '#7d5a86'] as const

/** The sky down to `horizon`, with sun or moon and a few clouds. */
export function sky(p: Painter, horizon: number): void {
  const gradient = p.c.createLinearGradient(0, 0, 0, horizon)
  gradient.addColorStop(0, p.light.sky[0])
  gradient.addColorStop(1, p.light.sky[1])
  p.c.fillStyle = gradient
  p.c.fillRect(0, 0, p.w, horizon + 2)
  const clouds = p.random.whole(1, 3)
  for (let index = 0; index < clouds; index += 1) {
    const [x, y] = [p.random.between(0, p.w), p.random.between(40, horizon * 0.4)]
    const size = p.random.between(30, 60)
    for (const [dx, dy, part] of [
      [0, 0, 1],
      [-0.9, 0.2, 0.7],
      [0.9, 0.2, 0.75],
      [0.3, -0.3, 0.7],
    ] as const) {
      oval(p, '#ffffff', [x + dx * size, y + dy * size, size * part, size * part * 0.5], 0.45)
    }
  }
}

function windowsOf(p: Painter, x: number, top: number, [w, h]: readonly [number, number]): void {
  const rows = Math.max(1, Math.floor((h - 80) / 62))
  const shutter = p.random.pick(['#5f7f6f', '#7a5a44', '#54708a', '#8a8f94'])
  for (let row = 0; row < rows; row += 1) {
    const y = top + 24 + row * 62
    const bright = p.light.glow && p.random.chance(0.55)
    const pane = [x + w * 0.26, y, w * 0.48, 36] as const
    if (bright) {
      p.c.fillStyle = '#f7d992'
      p.c.fillRect(...pane)
    } else {
      box(p, '#6d8794', pane)
    }
    stroke(p, shutter, 4, [
      [pane[0] + pane[2] / 2, y],
      [pane[0] + pane[2] / 2, y + 36],
    ])
    p.c.strokeStyle = lit(p, shutter)
    p.c.lineWidth = 4
    p.c.strokeRect(...pane)
    if (row < rows - 1 && p.random.chance(0.6)) {
      box(p, '#8f8577', [x + w * 0.14, y + 44, w * 0.72, 5])
      for (let bar = 0; bar < 7; bar += 1) box(p, '#6c6459', [x + w * 0.16 + bar * w * 0.11, y + 30, 2, 15])
    }
  }
}

function shopFront(p: Painter, x: number, ground: number, w: number): void {
  const opened = p.random.chance(0.5)
  const front = [x + w * 0.12, ground - 56, w * 0.76, 56] as const
  if (opened) {
    if (p.light.glow) {
      p.c.fillStyle = '#eec67a'
      p.c.fillRect(...front)
    } else box(p, '#4f4a48', front)
    for (let item = 0; item < 4; item += 1) {
      box(
        p,
        p.random.pick(['#c9704f', '#d9b45a', '#7da08c', '#a9b8c6']),
        [front[0] + 4 + item * (front[2] / 4.2), ground - 24, front[2] / 6, 22],
        2,
      )
    }
  } else {
    box(p, '#9da6a9', front)
    for (let y = ground - 50; y < ground; y += 8)
      stroke(p, '#838c90', 1.5, [
        [front[0], y],
        [front[0] + front[2], y],
      ])
  }
  const color = p.random.pick(awnings)
  shape(p, color, [
    [x + w * 0.06, ground - 50],
    [x + w * 0.94, ground - 50],
    [x + w * 0.86, ground - 72],
    [x + w * 0.14, ground - 72],
  ])
}

function roof(p: Painter, x: number, top: number, [w, color]: readonly [number, string]): void {
  const kind = p.random.whole(0, 2)
  if (kind === 0)
    shape(p, '#a9573f', [
      [x - 4, top],
      [x + w + 4, top],
      [x + w * 0.82, top - 26],
      [x + w * 0.18, top - 26],
    ])
  else {
    box(p, shade(color, 0.86), [x - 3, top - 10, w + 6, 12])
    if (kind === 2) {
      box(p, '#8d969c', [x + w * 0.3, top - 36, w * 0.4, 22], 8)
      box(p, '#6b7378', [x + w * 0.34, top - 16, 4, 8])
      box(p, '#6b7378', [x + w * 0.62, top - 16, 4, 8])
    }
  }
}

/** A row of narrow town houses standing on `ground`, shops below. */
export function houses(p: Painter, ground: number): void {
  let x = -p.random.between(0, 60)
  let last = ''
  while (x < p.w) {
    const w = p.random.between(88, 138)
    const h = p.random.between(170, ground * 0.86)
    const color = p.random.pick(walls.filter((wall) => wall !== last))
    last = color
    const top = ground - h
    box(p, color, [x, top, w, h])
    box(p, shade(color, 0.9), [x + w - 8, top, 8, h])
    roof(p, x, top, [w, color])
    windowsOf(p, x, top, [w, h])
    shopFront(p, x, ground, w)
    x += w
  }
}

/** Pavement from `top` to `bottom` with its kerb, then road to the bottom edge. */
export function road(p: Painter, top: number, bottom: number): void {
  box(p, '#cdc3b4', [0, top, p.w, bottom - top])
  for (let x = p.random.between(-40, 0); x < p.w; x += 46)
    stroke(p, '#b9ae9e', 1.5, [
      [x, top],
      [x - 16, bottom],
    ])
  box(p, '#a49b8e', [0, bottom, p.w, 9])
  box(p, '#85888d', [0, bottom + 9, p.w, p.h - bottom])
  const gradient = p.c.createLinearGradient(0, bottom, 0, p.h)
  gradient.addColorStop(0, 'rgba(0, 0, 0, 0.10)')
  gradient.addColorStop(1, 'rgba(255, 255, 255, 0.06)')
  p.c.fillStyle = gradient
  p.c.fillRect(0, bottom + 9, p.w, p.h - bottom)
  const middle = bottom + (p.h - bottom) * 0.42
  for (let x = p.random.between(-90, 0); x < p.w; x += 150)
    shape(p, '#e9e6da', [
      [x, middle],
      [x + 76, middle],
      [x + 70, middle + 8],
      [x - 6, middle + 8],
    ])
}

/** The usual street: sky, houses, pavement, road. Returns where the pavement begins and the road begins. */
export function street(p: Painter): { pavement: number; road: number } {
  const ground = p.h * p.random.between(0.5, 0.55)
  const kerb = ground + p.random.between(46, 70)
  sky(p, ground)
  houses(p, ground)
  road(p, ground, kerb)
  return { pavement: ground, road: kerb + 9 }
}

/** A plain room: wall, skirting, tiled floor from `floor` down. */
export function room(p: Painter, wall: string, floor: number): void {
  box(p, wall, [0, 0, p.w, floor])
  box(p, shade(wall, 0.93), [0, floor * 0.62, p.w, floor * 0.38])
  box(p, shade(wall, 0.75), [0, floor - 12, p.w, 12])
  box(p, '#d6d2c8', [0, floor, p.w, p.h - floor])
  for (let index = -6; index <= 16; index += 1) {
    stroke(p, '#c3beb2', 1.5, [
      [p.w / 2 + (index - 5) * 90, floor],
      [p.w / 2 + (index - 5) * 190, p.h],
    ])
  }
  for (const part of [0.18, 0.42, 0.72])
    stroke(p, '#c3beb2', 1.5, [
      [0, floor + (p.h - floor) * part],
      [p.w, floor + (p.h - floor) * part],
    ])
}
