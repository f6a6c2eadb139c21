import { houses, sky, street } from './backdrop.ts'
import { motorbike, person, pole, tree } from './figures.ts'
import { blob, box, cable, lit, oval, shade, shape, stroke } from './painter.ts'
import type { Painter } from './painter.ts'

/** Bags, boxes and leftovers heaped at the edge of the pavement, a full bin among them. */
export function garbage(p: Painter): void {
  const at = street(p)
  const x = p.random.between(p.w * 0.34, p.w * 0.6)
  const y = p.h * p.random.between(0.84, 0.88)
  oval(p, '#000000', [x, y + 6, 270, 26], 0.16)
  box(p, '#3f7a5c', [x + 120, y - 190, 120, 180], 10)
  box(p, '#35684f', [x + 110, y - 206, 140, 26], 8)
  oval(p, '#2f3335', [x + 142, y - 6, 15, 15])
  oval(p, '#2f3335', [x + 218, y - 6, 15, 15])
  const bags = ['#2f3437', '#3b5f8c', '#4a8466', '#c9cdc9', '#b0493f', '#2f3437', '#e0d9c6'] as const
  for (let row = 0; row < 3; row += 1) {
    const count = 6 - row * 2
    for (let index = 0; index < count; index += 1) {
      const bx = x - 200 + row * 66 + index * 68 + p.random.between(-10, 10)
      const by = y - 36 - row * 66 + p.random.between(-8, 8)
      const color = p.random.pick(bags)
      blob(p, color, [bx, by, 54, 46])
      shape(p, color, [
        [bx - 12, by - 38],
        [bx + 12, by - 38],
        [bx + 20, by - 58],
        [bx - 18, by - 56],
      ])
      oval(p, shade(color, 1.25), [bx - 16, by - 12, 13, 18], 0.5)
    }
  }
  for (let index = 0; index < 3; index += 1) {
    const bx = x - 300 + index * 36
    box(p, shade('#c19a6b', 1 - index * 0.06), [bx, y - 66 + index * 18, 92, 62], 3)
    stroke(p, '#a37f53', 3, [
      [bx, y - 44 + index * 18],
      [bx + 92, y - 44 + index * 18],
    ])
  }
  for (let index = 0; index < 12; index += 1)
    blob(p, p.random.pick(['#d8d2c2', '#8aa06a', '#c0704f']), [
      x + p.random.between(-320, 300),
      y + p.random.between(4, 40),
      14,
      7,
    ])
  if (p.random.chance(0.6)) motorbike(p, [p.random.between(80, p.w - 80), at.road + 40], 130, true)
}

/** A street under water, motorbikes wading, rain. */
export function flood(p: Painter): void {
  const at = street(p)
  motorbike(p, [p.random.between(p.w * 0.2, p.w * 0.4), at.road + 116], 200, true)
  motorbike(p, [p.random.between(p.w * 0.62, p.w * 0.8), at.road + 76], 150, true)
  person(p, [p.random.between(p.w * 0.46, p.w * 0.56), at.road + 96], 190)
  const top = at.pavement + 18
  const water = p.c.createLinearGradient(0, top, 0, p.h)
  water.addColorStop(0, lit(p, '#9fa58f', 0.72))
  water.addColorStop(0.3, lit(p, '#93977f', 0.9))
  water.addColorStop(1, lit(p, '#777a66', 0.97))
  p.c.fillStyle = water
  p.c.fillRect(0, at.road + 26, p.w, p.h)
  p.c.fillStyle = lit(p, '#9fa58f', 0.7)
  p.c.fillRect(0, top, p.w, at.road + 28 - top)
  for (let wave = 0; wave < 46; wave += 1) {
    const y = p.random.between(top + 10, p.h - 10)
    const x = p.random.between(0, p.w)
    const size = 16 + ((y - top) / (p.h - top)) * 60
    stroke(p, '#c6cbb9', 2, [
      [x - size, y],
      [x - size * 0.3, y - 3],
      [x + size * 0.3, y + 2],
      [x + size, y],
    ])
  }
  oval(p, '#5b5f52', [p.w * 0.74, p.h * 0.9, 90, 18])
  for (let bar = -3; bar <= 3; bar += 1)
    stroke(p, '#43463c', 4, [
      [p.w * 0.74 + bar * 22, p.h * 0.885],
      [p.w * 0.74 + bar * 24, p.h * 0.915],
    ])
  for (let drop = 0; drop < 70; drop += 1) {
    const [x, y] = [p.random.between(0, p.w), p.random.between(0, p.h)]
    p.c.strokeStyle = 'rgba(240, 246, 250, 0.4)'
    p.c.lineWidth = 1.6
    p.c.beginPath()
    p.c.moveTo(x, y)
    p.c.lineTo(x - 7, y + 34)
    p.c.stroke()
  }
}

function crown(p: Painter, green: string): void {
  for (const [dx, dy, size] of [
    [-70, -350, 90],
    [66, -360, 88],
    [0, -420, 104],
    [-36, -300, 64],
    [50, -300, 60],
    [-90, -420, 60],
  ] as const)
    blob(p, green, [dx, dy, size, size * 0.82])
  for (const [dx, dy, size] of [
    [-40, -430, 40],
    [50, -390, 36],
    [-84, -360, 30],
  ] as const)
    blob(p, shade(green, 1.2), [dx, dy, size, size * 0.7], 0.8)
}

/** A tree that leans on a cable, or lies across the street. */
export function fallenTree(p: Painter): void {
  const at = street(p)
  tree(p, [p.random.between(60, 120), at.road - 8], 330)
  const lying = p.random.chance(0.55)
  const [x, y] = [p.w * 0.68, p.h * 0.84]
  p.c.save()
  p.c.translate(x, y)
  p.c.rotate(lying ? -1.36 : -0.62)
  shape(p, '#735338', [
    [-24, 0],
    [24, 0],
    [14, -330],
    [-14, -330],
  ])
  shape(p, '#8a6748', [
    [-24, 0],
    [-6, 0],
    [-4, -330],
    [-14, -330],
  ])
  const green = p.random.pick(['#5c8f5a', '#6f9c58', '#4c7f60'])
  crown(p, green)
  p.c.restore()
  for (const [dx, dy] of [
    [-70, 12],
    [-30, 30],
    [30, 30],
    [66, 8],
    [0, 38],
  ] as const)
    stroke(p, '#6a4a31', 9, [
      [x, y - 10],
      [x + dx, y + dy],
    ])
  blob(p, '#7d6a55', [x, y + 22, 110, 24])
  for (let leaf = 0; leaf < 26; leaf += 1)
    oval(p, shade(green, p.random.between(0.85, 1.2)), [
      p.random.between(p.w * 0.1, p.w * 0.8),
      p.random.between(p.h * 0.84, p.h * 0.97),
      11,
      5,
    ])
  if (lying) person(p, [p.w * 0.9, p.h * 0.88], 170)
  else pole(p, [p.w * 0.16, p.h * 0.86], 470)
}

function workshop(p: Painter, x: number, ground: number): void {
  box(p, '#b7a48f', [x - 190, ground - 130, 380, 170])
  shape(p, '#8f5a48', [
    [x - 210, ground - 130],
    [x + 210, ground - 130],
    [x + 150, ground - 190],
    [x - 150, ground - 190],
  ])
  for (let pane = 0; pane < 4; pane += 1) box(p, '#6d7c85', [x - 160 + pane * 90, ground - 96, 54, 46])
  shape(p, '#9c6450', [
    [x + 84, ground - 170],
    [x + 136, ground - 170],
    [x + 128, ground - 380],
    [x + 92, ground - 380],
  ])
}

function burningHeap(p: Painter, x: number, ground: number): void {
  for (let index = 0; index < 9; index += 1)
    blob(p, p.random.pick(['#6b6152', '#8a7b5d', '#4e4a43']), [
      x + 110 + p.random.between(-90, 90),
      ground + 66 + p.random.between(-12, 14),
      54,
      22,
    ])
  shape(p, '#e08a3c', [
    [x + 70, ground + 60],
    [x + 150, ground + 60],
    [x + 124, ground + 8],
    [x + 110, ground + 34],
    [x + 94, ground - 6],
  ])
  person(p, [x - 160, p.h * 0.86], 180)
}

/** Grey smoke over a field or a workshop chimney. */
export function smoke(p: Painter): void {
  const ground = p.h * 0.62
  sky(p, ground)
  for (let x = -40; x < p.w; x += p.random.between(60, 110))
    blob(p, p.random.pick(['#7b9a72', '#8aa678', '#6d8c6d']), [x, ground, 70, 46])
  const chimney = p.random.chance(0.5)
  box(p, '#a5b06f', [0, ground, p.w, p.h - ground])
  for (let row = 0; row < 7; row += 1)
    stroke(p, '#94a062', 4, [
      [0, ground + 22 + row * row * 5],
      [p.w, ground + 30 + row * row * 5.4],
    ])
  const x = p.random.between(p.w * 0.3, p.w * 0.6)
  const top = chimney ? ground - 380 : ground + 30
  if (chimney) workshop(p, x, ground)
  else burningHeap(p, x, ground)
  for (let puff = 0; puff < 22; puff += 1) {
    const rise = puff / 22
    blob(
      p,
      p.random.pick(['#9aa0a3', '#aab0b3', '#8b9194']),
      [
        x + 110 + rise * rise * 330 + p.random.between(-24, 24),
        top - rise * (top + 20),
        36 + rise * 130,
        30 + rise * 84,
      ],
      0.3,
    )
  }
}

function litter(p: Painter, bank: number): void {
  for (let wave = 0; wave < 30; wave += 1) {
    const [wx, wy] = [p.random.between(0, p.w), p.random.between(bank + 120, p.h)]
    stroke(p, '#93a79d', 2, [
      [wx - 30, wy],
      [wx, wy - 3],
      [wx + 30, wy],
    ])
  }
  for (let item = 0; item < 16; item += 1) {
    const [ix, iy] = [p.random.between(40, p.w - 40), p.random.between(p.h * 0.68, p.h * 0.96)]
    if (p.random.chance(0.5))
      box(
        p,
        p.random.pick(['#e4e2da', '#5f8fb5', '#c95f4c', '#d8b255']),
        [ix, iy, p.random.between(16, 34), p.random.between(10, 18)],
        5,
      )
    else blob(p, p.random.pick(['#6d8a54', '#5c774b', '#cfd3cd']), [ix, iy, 30, 11])
  }
}

/** A river bank with drifting litter and a pipe that lets out dark water. */
export function river(p: Painter): void {
  const bank = p.h * 0.42
  sky(p, bank)
  houses(p, bank)
  box(p, '#93a878', [0, bank, p.w, 40])
  for (let x = 20; x < p.w; x += p.random.between(100, 190)) tree(p, [x, bank + 26], p.random.between(110, 170))
  shape(p, '#b3aa9a', [
    [0, bank + 36],
    [p.w, bank + 36],
    [p.w, bank + 96],
    [0, bank + 96],
  ])
  for (let x = 0; x < p.w; x += 70)
    stroke(p, '#9f9686', 2, [
      [x, bank + 36],
      [x + 12, bank + 96],
    ])
  const water = p.c.createLinearGradient(0, bank + 96, 0, p.h)
  water.addColorStop(0, lit(p, '#7f958a'))
  water.addColorStop(1, lit(p, '#5d7068'))
  p.c.fillStyle = water
  p.c.fillRect(0, bank + 96, p.w, p.h)
  const x = p.random.between(p.w * 0.2, p.w * 0.7)
  for (let stain = 0; stain < 7; stain += 1)
    blob(p, '#3a4240', [x + stain * 12, bank + 132 + stain * 22, 50 + stain * 30, 22 + stain * 5], 0.32)
  shape(p, '#3d4543', [
    [x - 24, bank + 70],
    [x + 24, bank + 70],
    [x + 34, bank + 132],
    [x - 34, bank + 132],
  ])
  oval(p, '#8d9091', [x, bank + 66, 46, 40])
  oval(p, '#2f3534', [x, bank + 68, 34, 29])
  litter(p, bank)
}

/** A pole wrapped in sagging telephone cables over a narrow street. */
export function cables(p: Painter): void {
  const at = street(p)
  const x = p.random.between(p.w * 0.36, p.w * 0.58)
  const foot = p.h * 0.9
  const top = p.h * 0.1
  pole(p, [x, foot], foot - top)
  box(p, '#77736b', [x - 70, top + 84, 140, 9], 2)
  for (let index = 0; index < 16; index += 1) {
    const height = top + 30 + index * 9
    cable(p, p.random.pick(['#25282b', '#33373b', '#1d1f22']), p.random.between(2, 4.5), [
      [-10, height + p.random.between(-40, 60)],
      [x, height],
      p.random.between(18, 74),
    ])
    cable(p, p.random.pick(['#25282b', '#33373b', '#1d1f22']), p.random.between(2, 4.5), [
      [x, height],
      [p.w + 10, height + p.random.between(-40, 80)],
      p.random.between(18, 84),
    ])
  }
  for (let coil = 0; coil < 7; coil += 1) {
    p.c.strokeStyle = lit(p, '#24272a')
    p.c.lineWidth = 5
    p.c.beginPath()
    p.c.ellipse(
      x + p.random.between(-26, 26),
      top + 150 + coil * 13,
      p.random.between(30, 58),
      p.random.between(24, 44),
      p.random.between(0, 3),
      0,
      Math.PI * 2,
    )
    p.c.stroke()
  }
  box(p, '#8d9398', [x - 34, top + 250, 68, 84], 4)
  const low = p.random.between(p.h * 0.66, p.h * 0.76)
  cable(p, '#1d1f22', 5, [[x, top + 190], [p.w + 10, top + 230], low - top - 210])
  motorbike(p, [p.random.between(p.w * 0.72, p.w * 0.86), at.road + 90], 180, true)
  person(p, [p.random.between(p.w * 0.12, p.w * 0.24), p.h * 0.86], 180)
}
