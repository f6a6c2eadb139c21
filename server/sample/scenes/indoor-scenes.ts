import { room, sky, road, street } from './backdrop.ts'
import { motorbike, person, tree } from './figures.ts'
import { box, lit, oval, shade, shape, stroke } from './painter.ts'
import type { Painter } from './painter.ts'

function chair(p: Painter, x: number, y: number, color: string): void {
  box(p, color, [x - 34, y - 96, 68, 56], 8)
  box(p, shade(color, 0.86), [x - 36, y - 44, 72, 13], 5)
  stroke(p, '#7a8085', 5, [
    [x - 26, y - 32],
    [x - 28, y],
  ])
  stroke(p, '#7a8085', 5, [
    [x + 26, y - 32],
    [x + 28, y],
  ])
}

/** A one-stop desk: windows with numbers, a ticket board, people waiting. */
export function counter(p: Painter): void {
  const floor = p.h * 0.62
  room(p, p.random.pick(['#e6e2d5', '#dfe6e4', '#e9e0d2']), floor)
  box(p, '#a8352d', [p.w * 0.2, p.h * 0.07, p.w * 0.6, 62], 6)
  box(p, '#efd694', [p.w * 0.24, p.h * 0.07 + 25, p.w * 0.52, 11], 5)
  const windows = p.random.whole(3, 4)
  const width = (p.w * 0.92) / windows
  for (let index = 0; index < windows; index += 1) {
    const x = p.w * 0.04 + index * width
    box(p, '#b9cdd3', [x + 12, p.h * 0.24, width - 24, 156])
    box(p, '#dbe7ea', [x + 22, p.h * 0.255, width * 0.36, 134])
    const open = index !== p.random.whole(0, windows - 1) || index === 0
    if (open) {
      oval(p, '#e5bb93', [x + width * 0.56, p.h * 0.35, 21, 25])
      shape(p, '#4c6f9c', [
        [x + width * 0.56 - 46, p.h * 0.46],
        [x + width * 0.56 + 46, p.h * 0.46],
        [x + width * 0.56 + 28, p.h * 0.39],
        [x + width * 0.56 - 28, p.h * 0.39],
      ])
    } else box(p, '#8d6d4a', [x + width * 0.3, p.h * 0.36, width * 0.4, 40], 4)
    box(p, '#30363a', [x + width * 0.34, p.h * 0.19, width * 0.32, 34], 4)
    const bars = p.random.whole(2, 4)
    for (let bar = 0; bar < bars; bar += 1) box(p, '#e06a4a', [x + width * 0.38 + bar * 18, p.h * 0.19 + 9, 11, 16], 2)
  }
  box(p, '#a9865c', [0, p.h * 0.455, p.w, 26])
  box(p, '#c4a274', [0, p.h * 0.49, p.w, floor - p.h * 0.49])
  for (let panel = 1; panel < 7; panel += 1)
    stroke(p, '#ad8b60', 3, [
      [panel * (p.w / 7), p.h * 0.5],
      [panel * (p.w / 7), floor],
    ])
  const standing = p.random.whole(2, 3)
  for (let index = 0; index < standing; index += 1)
    person(p, [p.w * (0.2 + index * 0.27) + p.random.between(-20, 20), p.h * 0.78], 250)
  const color = p.random.pick(['#5d83a6', '#6d9a83', '#b98a52'])
  for (let index = 0; index < 7; index += 1) chair(p, 80 + index * 134, p.h * 0.96, color)
}

function dishes(p: Painter, x: number): void {
  for (let shelf = 0; shelf < 2; shelf += 1)
    for (let item = 0; item < 5; item += 1)
      oval(p, p.random.pick(['#c98b4a', '#a95f3c', '#d9b866', '#8f4a35']), [
        x + 56 + item * 42,
        p.h * 0.575 + shelf * 48,
        17,
        12,
      ])
  for (let pot = 0; pot < 2; pot += 1) {
    const px = x - 220 + pot * 132
    box(p, '#7c858a', [px - 48, p.h * 0.58, 96, 74], 8)
    oval(p, '#5f676c', [px, p.h * 0.58, 50, 12])
    oval(p, pot === 0 ? '#a9683c' : '#c7a25b', [px, p.h * 0.58, 40, 8])
    for (let steam = 0; steam < 3; steam += 1) {
      p.c.strokeStyle = 'rgba(255, 255, 255, 0.4)'
      p.c.lineWidth = 5
      p.c.beginPath()
      p.c.moveTo(px - 20 + steam * 20, p.h * 0.56)
      p.c.quadraticCurveTo(px - 4 + steam * 20, p.h * 0.52, px - 20 + steam * 20, p.h * 0.48)
      p.c.stroke()
    }
  }
}

/** A food stall: trays and pots in the open, a glass case, stools. */
export function food(p: Painter): void {
  const at = street(p)
  const x = p.random.between(p.w * 0.4, p.w * 0.54)
  const y = p.h * 0.9
  const cloth = p.random.pick(['#b9473f', '#3f7a63', '#c98a3a'])
  for (let strip = 0; strip < 8; strip += 1)
    shape(p, strip % 2 === 0 ? cloth : '#f2eadb', [
      [x - 280 + strip * 70, p.h * 0.36],
      [x - 210 + strip * 70, p.h * 0.36],
      [x - 214 + strip * 72, p.h * 0.45],
      [x - 284 + strip * 72, p.h * 0.45],
    ])
  stroke(p, '#7b6f61', 9, [
    [x - 268, p.h * 0.4],
    [x - 268, y],
  ])
  stroke(p, '#7b6f61', 9, [
    [x + 268, p.h * 0.4],
    [x + 268, y],
  ])
  person(p, [x - 40, p.h * 0.8], 262)
  box(p, '#b9c2c6', [x - 290, p.h * 0.68, 580, 22], 4)
  box(p, '#9aa4a9', [x - 276, p.h * 0.71, 552, y - p.h * 0.71], 4)
  box(p, '#cfe0e5', [x + 30, p.h * 0.53, 220, 108], 4)
  dishes(p, x)
  for (let plate = 0; plate < 4; plate += 1) oval(p, '#efece3', [x - 40 + plate * 24, p.h * 0.67 - plate * 3, 32, 9])
  for (let fly = 0; fly < 7; fly += 1)
    oval(p, '#2a2a28', [x + p.random.between(-240, 0), p.h * p.random.between(0.5, 0.64), 3.4, 2.6])
  for (let panel = 1; panel < 6; panel += 1)
    stroke(p, '#8a9499', 3, [
      [x - 276 + panel * 92, p.h * 0.72],
      [x - 276 + panel * 92, y - 6],
    ])
  person(p, [x + p.random.pick([-350, 350]), p.h * 0.93], 240)
  if (p.random.chance(0.5)) motorbike(p, [p.w * 0.92, at.road + 80], 160)
}

/** A school gate at the hour of fetching children. */
export function school(p: Painter): void {
  const ground = p.h * 0.6
  sky(p, ground)
  const wall = p.random.pick(['#efcf86', '#f0dfae', '#e8b98f'])
  box(p, wall, [p.w * 0.06, p.h * 0.16, p.w * 0.88, ground - p.h * 0.16])
  shape(p, '#a9573f', [
    [p.w * 0.03, p.h * 0.16],
    [p.w * 0.97, p.h * 0.16],
    [p.w * 0.9, p.h * 0.08],
    [p.w * 0.1, p.h * 0.08],
  ])
  for (let row = 0; row < 2; row += 1) {
    for (let pane = 0; pane < 8; pane += 1) {
      box(p, '#6f93a5', [p.w * 0.1 + pane * p.w * 0.103, p.h * 0.2 + row * 120, 62, 66], 3)
      stroke(p, '#f3eee2', 5, [
        [p.w * 0.1 + pane * p.w * 0.103 + 31, p.h * 0.2 + row * 120],
        [p.w * 0.1 + pane * p.w * 0.103 + 31, p.h * 0.2 + row * 120 + 66],
      ])
    }
    box(p, shade(wall, 0.85), [p.w * 0.06, p.h * 0.2 + row * 120 + 84, p.w * 0.88, 10])
  }
  stroke(p, '#b8bdc0', 6, [
    [p.w * 0.5, ground],
    [p.w * 0.5, p.h * 0.02],
  ])
  box(p, '#c9372f', [p.w * 0.5, p.h * 0.025, 84, 54])
  oval(p, '#f3cf4a', [p.w * 0.5 + 42, p.h * 0.025 + 27, 12, 12])
  road(p, ground, ground + 56)
  for (const x of [p.w * 0.34, p.w * 0.62]) box(p, '#b98a5b', [x, ground - 150, 44, 166], 4)
  box(p, '#3b6391', [p.w * 0.34, ground - 178, p.w * 0.28 + 44, 42], 6)
  for (let bar = 0; bar < 9; bar += 1)
    stroke(p, '#5b7f6f', 5, [
      [p.w * 0.4 + bar * 26, ground - 100],
      [p.w * 0.4 + bar * 26, ground + 14],
    ])
  tree(p, [p.w * 0.14, ground + 20], 250)
  const bikes = p.random.whole(4, 6)
  for (let index = 0; index < bikes; index += 1)
    motorbike(
      p,
      [90 + index * p.random.between(140, 170), p.h * p.random.between(0.78, 0.92)],
      160,
      p.random.chance(0.6),
    )
  for (let child = 0; child < 4; child += 1)
    person(p, [p.w * 0.36 + child * 72, p.h * p.random.between(0.76, 0.82)], 112)
}

/** A health station with a waiting line. */
export function clinic(p: Painter): void {
  const floor = p.h * 0.64
  room(p, p.random.pick(['#e3ece9', '#e8ebee', '#eae7dc']), floor)
  oval(p, '#ffffff', [p.w * 0.5, p.h * 0.16, 66, 66])
  box(p, '#c3473f', [p.w * 0.5 - 15, p.h * 0.16 - 42, 30, 84], 3)
  box(p, '#c3473f', [p.w * 0.5 - 42, p.h * 0.16 - 15, 84, 30], 3)
  for (const x of [p.w * 0.1, p.w * 0.7]) {
    box(p, '#9fb9c0', [x, p.h * 0.2, 190, floor - p.h * 0.2], 4)
    box(p, '#c5d8dc', [x + 22, p.h * 0.25, 146, 140], 3)
    oval(p, '#7b868b', [x + 168, p.h * 0.46, 9, 9])
  }
  box(p, '#f4f1e8', [p.w * 0.36, p.h * 0.33, p.w * 0.28, 112], 4)
  for (let row = 0; row < 4; row += 1)
    box(p, '#b7bfc2', [p.w * 0.38, p.h * 0.355 + row * 23, p.w * p.random.between(0.14, 0.24), 8], 3)
  const line = p.random.whole(4, 6)
  for (let index = 0; index < line; index += 1)
    person(p, [p.w * 0.14 + index * p.random.between(110, 140), p.h * 0.82], p.random.between(220, 262))
  for (let index = 0; index < 6; index += 1) chair(p, 110 + index * 150, p.h * 0.97, '#6c98a8')
  p.c.fillStyle = lit(p, '#ffffff', 0.18)
  p.c.fillRect(0, 0, p.w, p.h * 0.04)
}
