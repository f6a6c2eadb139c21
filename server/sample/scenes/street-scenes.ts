import { houses, road, sky, street } from './backdrop.ts'
import { bus, car, cone, motorbike, person, pole, tree } from './figures.ts'
import { blob, box, glow, oval, shape, stroke } from './painter.ts'
import type { Painter } from './painter.ts'

/** A hole in the road with cracks around it, a warning branch or cone beside it. */
export function pothole(p: Painter): void {
  const at = street(p)
  motorbike(p, [p.random.between(120, p.w - 120), at.road + 24], 120, p.random.chance(0.7))
  const [x, y] = [p.random.between(p.w * 0.32, p.w * 0.66), p.random.between(p.h * 0.8, p.h * 0.85)]
  const rx = p.random.between(130, 205)
  for (let crack = 0; crack < 9; crack += 1) {
    const angle = (crack / 9) * Math.PI * 2 + p.random.between(-0.2, 0.2)
    const reach = p.random.between(1.15, 1.5)
    const bend = p.random.between(-0.18, 0.18)
    stroke(p, '#5c5e62', 3, [
      [x + Math.cos(angle) * rx * 0.9, y + Math.sin(angle) * rx * 0.3],
      [x + Math.cos(angle + bend) * rx * reach, y + Math.sin(angle + bend) * rx * 0.36 * reach],
    ])
  }
  blob(p, '#6d6a67', [x, y, rx * 1.08, rx * 0.36])
  blob(p, '#4a4543', [x, y + 5, rx * 0.94, rx * 0.29])
  if (p.random.chance(0.6)) {
    oval(p, p.light.glow ? '#8f97ad' : '#a9c3d0', [x - rx * 0.08, y + 14, rx * 0.66, rx * 0.17], 0.85)
    stroke(p, '#dbe8ee', 3, [
      [x - rx * 0.35, y + 10],
      [x - rx * 0.05, y + 8],
    ])
  }
  for (let stone = 0; stone < 8; stone += 1)
    blob(p, '#97938c', [
      x + p.random.between(-1.2, 1.2) * rx,
      y + p.random.between(0.3, 0.46) * rx,
      p.random.between(6, 13),
      6,
    ])
  if (p.random.chance(0.5)) {
    stroke(p, '#6b4e35', 8, [
      [x + rx * 0.3, y + 8],
      [x + rx * 0.42, y - 120],
    ])
    for (let leaf = 0; leaf < 7; leaf += 1)
      oval(p, '#5f8f55', [x + rx * 0.42 + p.random.between(-34, 34), y - 120 + p.random.between(-30, 40), 17, 10])
  } else cone(p, [x - rx * 1.3, y + 30], 84)
}

/** A pavement taken over by a stall with its stools and by parked motorbikes. */
export function sidewalk(p: Painter): void {
  const ground = p.h * 0.46
  sky(p, ground)
  houses(p, ground)
  road(p, ground, p.h * 0.84)
  for (let row = 1; row < 5; row += 1)
    stroke(p, '#b9ae9e', 1.5, [
      [0, ground + row * 56],
      [p.w, ground + row * 56],
    ])
  const x = p.random.between(p.w * 0.28, p.w * 0.42)
  const shadeColor = p.random.pick(['#c94f45', '#3f7d9b', '#e0a63e', '#4d8a66'])
  stroke(p, '#77706a', 8, [
    [x, p.h * 0.74],
    [x, p.h * 0.3],
  ])
  shape(p, shadeColor, [
    [x - 190, p.h * 0.4],
    [x + 190, p.h * 0.4],
    [x + 60, p.h * 0.27],
    [x - 60, p.h * 0.27],
  ])
  shape(p, '#f4ead6', [
    [x - 64, p.h * 0.4],
    [x + 64, p.h * 0.4],
    [x + 20, p.h * 0.27],
    [x - 20, p.h * 0.27],
  ])
  box(p, '#b9a07c', [x - 110, p.h * 0.6, 220, 14], 3)
  box(p, '#94805f', [x - 100, p.h * 0.62, 200, 78])
  for (let item = 0; item < 5; item += 1)
    oval(p, p.random.pick(['#d8b04e', '#a8553f', '#789a5d', '#cfd3d2']), [x - 84 + item * 42, p.h * 0.59, 17, 14])
  person(p, [x + p.random.between(130, 170), p.h * 0.76], 190)
  for (let stool = 0; stool < 5; stool += 1) {
    const sx = x - 150 + stool * 82
    box(p, p.random.pick(['#3f6fa3', '#b9473f']), [sx, p.h * 0.76, 46, 10], 3)
    stroke(p, '#4b5560', 5, [
      [sx + 8, p.h * 0.775],
      [sx + 4, p.h * 0.815],
    ])
    stroke(p, '#4b5560', 5, [
      [sx + 38, p.h * 0.775],
      [sx + 42, p.h * 0.815],
    ])
  }
  for (let bike = 0; bike < 3; bike += 1) motorbike(p, [p.w * 0.66 + bike * 116, p.h * (0.7 + bike * 0.035)], 180)
}

function lampPost(p: Painter, x: number, foot: number, [height, on]: readonly [number, boolean]): void {
  stroke(p, '#5f676c', 10, [
    [x, foot],
    [x, foot - height],
    [x + 26, foot - height - 22],
    [x + 96, foot - height - 26],
  ])
  box(p, '#474d51', [x + 84, foot - height - 38, 62, 18], 8)
  if (!on) return
  glow(p, '255, 224, 150', [x + 116, foot - height - 14, 190], 0.75)
  p.c.fillStyle = 'rgba(255, 224, 150, 0.16)'
  p.c.beginPath()
  p.c.moveTo(x + 90, foot - height - 20)
  p.c.lineTo(x + 144, foot - height - 20)
  p.c.lineTo(x + 250, foot + 20)
  p.c.lineTo(x - 20, foot + 20)
  p.c.fill()
}

/** A dark street lamp in the evening, another one burning further off. */
export function lamp(p: Painter): void {
  const at = street(p)
  p.c.fillStyle = 'rgba(12, 18, 38, 0.28)'
  p.c.fillRect(0, 0, p.w, p.h)
  lampPost(p, p.random.between(p.w * 0.62, p.w * 0.76), at.road - 14, [p.random.between(230, 280), true])
  const x = p.random.between(p.w * 0.16, p.w * 0.3)
  lampPost(p, x, p.h * 0.88, [p.random.between(420, 470), false])
  box(p, '#7a8287', [x - 16, p.h * 0.88 - 92, 32, 64], 3)
  if (p.random.chance(0.5)) {
    box(p, '#2a2d30', [x - 12, p.h * 0.88 - 88, 24, 54])
    stroke(p, '#c0563e', 3, [
      [x - 4, p.h * 0.88 - 60],
      [x - 18, p.h * 0.88 - 20],
      [x - 8, p.h * 0.88 - 8],
    ])
  }
  person(p, [p.random.between(p.w * 0.42, p.w * 0.54), p.h * 0.84], 170)
}

/** Cars and motorbikes packed close. */
export function traffic(p: Painter): void {
  const at = street(p)
  const rows = 4
  for (let row = 0; row < rows; row += 1) {
    const y = at.road + 40 + ((p.h - at.road - 60) / (rows - 1)) * row
    const size = 110 + row * 34
    let x = -p.random.between(0, size)
    while (x < p.w + size) {
      if (p.random.chance(row === 0 ? 0.5 : 0.25)) {
        car(p, [x + size, y], size * 1.9)
        x += size * 2.1
      } else {
        motorbike(p, [x + size * 0.5, y], size, true)
        x += size * p.random.between(0.95, 1.15)
      }
    }
  }
}

/** A crossing whose lights are out or stuck. */
export function signal(p: Painter): void {
  const at = street(p)
  for (let stripe = 0; stripe < 8; stripe += 1) {
    const x = p.w * 0.14 + stripe * 92
    shape(p, '#e8e5da', [
      [x, p.h * 0.84],
      [x + 52, p.h * 0.84],
      [x + 30, p.h * 0.98],
      [x - 28, p.h * 0.98],
    ])
  }
  motorbike(p, [p.random.between(p.w * 0.1, p.w * 0.3), at.road + 60], 130, true)
  car(p, [p.random.between(p.w * 0.5, p.w * 0.62), at.road + 70], 250)
  const x = p.random.between(p.w * 0.72, p.w * 0.82)
  stroke(p, '#5a6267', 16, [
    [x, p.h * 0.9],
    [x, p.h * 0.2],
  ])
  box(p, '#2d3236', [x - 44, p.h * 0.12, 88, 226], 16)
  const stuck = p.random.whole(0, 3)
  const colors = [
    ['#d8483c', '255, 90, 70'],
    ['#e3b43c', '255, 205, 90'],
    ['#4ea36a', '110, 220, 140'],
  ] as const
  colors.forEach(([color, rgb], index) => {
    const y = p.h * 0.12 + 42 + index * 71
    const on = index === stuck
    oval(p, on ? color : '#4a5055', [x, y, 26, 26])
    if (on) glow(p, rgb, [x, y, 90])
  })
  person(p, [x - 120, p.h * 0.88], 165)
}

/** Cars standing on the pavement, walkers pushed onto the road. */
export function parking(p: Painter): void {
  const ground = p.h * 0.5
  sky(p, ground)
  houses(p, ground)
  road(p, ground, p.h * 0.72)
  const start = p.random.between(120, 190)
  for (let index = 0; index < 3; index += 1) car(p, [start + index * 310, p.h * (0.655 + (index % 2) * 0.02)], 285)
  const x = p.w * p.random.between(0.86, 0.92)
  stroke(p, '#777d81', 8, [
    [x, p.h * 0.72],
    [x, p.h * 0.34],
  ])
  oval(p, '#b93c34', [x, p.h * 0.33, 42, 42])
  oval(p, '#3f6ea6', [x, p.h * 0.33, 33, 33])
  stroke(p, '#c84a40', 9, [
    [x - 24, p.h * 0.33 - 24],
    [x + 24, p.h * 0.33 + 24],
  ])
  const walkers = p.random.whole(2, 3)
  for (let index = 0; index < walkers; index += 1)
    person(p, [p.w * 0.3 + index * p.random.between(70, 96), p.h * 0.88], 170 - index * 14)
}

/** A bus that stops away from its shelter, people waiting. */
export function busStop(p: Painter): void {
  const at = street(p)
  tree(p, [p.random.between(20, 80), at.road - 10], 300)
  bus(p, [p.random.between(p.w * 0.46, p.w * 0.56), at.road + 120], 620)
  const x = p.w * p.random.between(0.1, 0.16)
  pole(p, [x + 20, p.h * 0.95], 380)
  box(p, '#356a9c', [x - 22, p.h * 0.95 - 380, 84, 84], 10)
  bus(p, [x + 20, p.h * 0.95 - 318], 60)
  const waiting = p.random.whole(3, 5)
  for (let index = 0; index < waiting; index += 1)
    person(
      p,
      [x + 100 + index * p.random.between(70, 100), p.h * p.random.between(0.93, 0.97)],
      p.random.between(150, 185),
    )
}
