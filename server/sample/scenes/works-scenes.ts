import { sky, houses, road, street } from './backdrop.ts'
import { cone, motorbike, person, pole } from './figures.ts'
import { blob, box, cable, glow, lit, oval, shade, shape, stroke } from './painter.ts'
import type { Painter } from './painter.ts'

function sandAndBricks(p: Painter): void {
  const heap = p.random.between(p.w * 0.62, p.w * 0.74)
  blob(p, '#000000', [heap, p.h * 0.87, 190, 20], 0.15)
  shape(p, '#d9bd86', [
    [heap - 180, p.h * 0.86],
    [heap + 180, p.h * 0.86],
    [heap + 60, p.h * 0.72],
    [heap - 10, p.h * 0.69],
    [heap - 70, p.h * 0.74],
  ])
  shape(p, '#c8aa72', [
    [heap + 180, p.h * 0.86],
    [heap + 60, p.h * 0.72],
    [heap - 10, p.h * 0.69],
    [heap + 40, p.h * 0.86],
  ])
  for (let row = 0; row < 4; row += 1)
    for (let brick = 0; brick < 5 - row; brick += 1)
      box(
        p,
        shade('#b5654a', 0.92 + (brick % 3) * 0.06),
        [90 + brick * 46 + row * 23, p.h * 0.86 - row * 24, 43, 21],
        2,
      )
}

/** A house under scaffolding, sand on the pavement, a hoarding. */
export function construction(p: Painter): void {
  const at = street(p)
  const x = p.random.between(p.w * 0.3, p.w * 0.44)
  const top = p.h * p.random.between(0.06, 0.12)
  box(p, '#c9beac', [x, top, 300, at.pavement - top])
  for (let floor = 0; floor < 5; floor += 1) {
    const y = top + floor * ((at.pavement - top) / 5)
    box(p, '#a99f8f', [x, y, 300, 12])
    for (let hole = 0; hole < 3; hole += 1) box(p, '#6f675c', [x + 26 + hole * 92, y + 24, 62, 42])
  }
  const net = p.random.pick(['#5d8f72', '#5f88ad', '#9aa7a0'])
  shape(
    p,
    net,
    [
      [x - 16, top + 40],
      [x + 150, top + 40],
      [x + 150, at.pavement - 60],
      [x - 16, at.pavement - 60],
    ],
    0.55,
  )
  for (let tube = 0; tube <= 6; tube += 1)
    stroke(p, '#8b7442', 5, [
      [x - 18 + tube * 56, top - 14],
      [x - 18 + tube * 56, at.pavement + 6],
    ])
  for (let plank = 0; plank < 5; plank += 1)
    stroke(p, '#9a8350', 7, [
      [x - 26, top + 56 + plank * 68],
      [x + 326, top + 56 + plank * 68],
    ])
  for (let panel = 0; panel < 6; panel += 1) {
    box(p, panel % 2 === 0 ? '#5f87a6' : '#6b92b0', [x - 70 + panel * 72, at.pavement - 56, 70, 76])
    stroke(p, '#4f7391', 2, [
      [x - 70 + panel * 72, at.pavement - 30],
      [x + panel * 72, at.pavement - 30],
    ])
  }
  sandAndBricks(p)
  person(p, [p.w * 0.5, p.h * 0.9], 180)
}

/** Water springing from a broken main in the street. */
export function pipe(p: Painter): void {
  const at = street(p)
  const x = p.random.between(p.w * 0.36, p.w * 0.62)
  const y = p.h * 0.84
  blob(p, '#6f8796', [x + 20, y + 30, 330, 62], 0.6)
  blob(p, '#8ba8b8', [x, y + 24, 250, 44], 0.6)
  blob(p, '#6e5a47', [x, y, 120, 34])
  blob(p, '#57463a', [x, y + 4, 92, 24])
  box(p, '#5e7f9a', [x - 84, y - 10, 168, 22], 10)
  box(p, '#4f6d86', [x - 92, y - 15, 18, 32], 4)
  box(p, '#4f6d86', [x + 74, y - 15, 18, 32], 4)
  const height = p.random.between(180, 290)
  for (let jet = -5; jet <= 5; jet += 1) {
    const reach = jet * p.random.between(17, 26)
    p.c.strokeStyle = lit(p, jet % 2 === 0 ? '#d9edf6' : '#b9d9e8', 0.75)
    p.c.lineWidth = p.random.between(6, 12)
    p.c.lineCap = 'round'
    p.c.beginPath()
    p.c.moveTo(x, y - 6)
    p.c.bezierCurveTo(x + reach * 0.2, y - height, x + reach * 1.1, y - height * 1.1, x + reach * 1.7, y + 14)
    p.c.stroke()
  }
  for (let drop = 0; drop < 26; drop += 1)
    oval(p, '#e3f2f8', [x + p.random.between(-170, 170), y - p.random.between(0, height), 4, 6], 0.8)
  cone(p, [x - 230, y + 40], 90)
  cone(p, [x + 250, y + 20], 80)
  if (p.random.chance(0.7)) person(p, [x + 340, at.road + 90], 170)
}

/** An electric cabinet left open, or a cable hanging low, with a warning sign. */
export function power(p: Painter): void {
  const at = street(p)
  const x = p.random.between(p.w * 0.34, p.w * 0.56)
  const foot = p.h * 0.9
  pole(p, [x, foot], foot - p.h * 0.06)
  for (let line = 0; line < 4; line += 1) {
    cable(p, '#2b2f33', 3, [[-10, p.h * 0.1 + line * 12], [x, p.h * 0.09 + line * 8], 16])
    cable(p, '#2b2f33', 3, [[x, p.h * 0.09 + line * 8], [p.w + 10, p.h * 0.12 + line * 12], 20])
  }
  box(p, '#a3abaf', [x - 70, p.h * 0.42, 140, 196], 6)
  box(p, '#3c4347', [x - 60, p.h * 0.435, 120, 174])
  for (let row = 0; row < 3; row += 1)
    for (let unit = 0; unit < 3; unit += 1) box(p, '#c9cfd1', [x - 50 + unit * 36, p.h * 0.45 + row * 54, 28, 38], 3)
  shape(p, '#b4bbbf', [
    [x + 70, p.h * 0.42],
    [x + 150, p.h * 0.45],
    [x + 150, p.h * 0.45 + 190],
    [x + 70, p.h * 0.42 + 196],
  ])
  shape(p, '#e3b63f', [
    [x + 110, p.h * 0.5],
    [x + 138, p.h * 0.57],
    [x + 84, p.h * 0.565],
  ])
  for (let wire = 0; wire < 4; wire += 1) {
    p.c.strokeStyle = lit(p, ['#b23f36', '#33383c', '#d0a23b', '#3f6e9c'][wire] ?? '#33383c')
    p.c.lineWidth = 4
    p.c.beginPath()
    p.c.moveTo(x - 36 + wire * 24, p.h * 0.42 + 186)
    p.c.bezierCurveTo(
      x - 60 + wire * 20,
      p.h * 0.76,
      x + 40 - wire * 30,
      p.h * 0.72,
      x - 70 + wire * 44,
      p.h * p.random.between(0.8, 0.86),
    )
    p.c.stroke()
  }
  if (p.random.chance(0.5)) glow(p, '255, 214, 120', [x - 40, p.h * 0.8, 60], 0.8)
  motorbike(p, [p.random.between(p.w * 0.72, p.w * 0.86), at.road + 100], 170)
  person(p, [p.random.between(p.w * 0.08, p.w * 0.2), p.h * 0.9], 150)
}

/** Flames at a meter board in an alley, an extinguisher on the ground. */
export function fire(p: Painter): void {
  const ground = p.h * 0.72
  sky(p, ground)
  houses(p, ground)
  road(p, ground, ground + 60)
  const x = p.random.between(p.w * 0.3, p.w * 0.6)
  const y = p.h * 0.5
  box(p, '#8f9599', [x - 64, y - 40, 128, 120], 5)
  box(p, '#4a4644', [x - 54, y - 30, 108, 100])
  for (let puff = 0; puff < 15; puff += 1)
    blob(
      p,
      '#55595c',
      [x + 20 + puff * 7 + p.random.between(-20, 20), y - 60 - puff * 27, 32 + puff * 7, 26 + puff * 5],
      0.24,
    )
  glow(p, '255, 170, 70', [x, y, 190], 0.6)
  const flame = (size: number, color: string): void => {
    p.c.fillStyle = color
    p.c.beginPath()
    p.c.moveTo(x - size * 0.5, y + 40)
    p.c.bezierCurveTo(x - size * 0.75, y - size * 0.3, x - size * 0.1, y - size * 0.4, x - size * 0.12, y - size)
    p.c.bezierCurveTo(x + size * 0.24, y - size * 0.6, x + size * 0.8, y - size * 0.2, x + size * 0.5, y + 40)
    p.c.fill()
  }
  const size = p.random.between(64, 96)
  flame(size, '#dd6a2c')
  flame(size * 0.68, '#efa13d')
  flame(size * 0.38, '#f8dc83')
  const ex = x + p.random.between(150, 210)
  oval(p, '#000000', [ex, p.h * 0.885, 44, 8], 0.2)
  box(p, '#bb3a30', [ex - 28, p.h * 0.885 - 122, 56, 122], 18)
  box(p, '#e9e2d4', [ex - 18, p.h * 0.885 - 82, 36, 40], 3)
  box(p, '#2e3134', [ex - 12, p.h * 0.885 - 144, 24, 26], 4)
  stroke(p, '#2e3134', 7, [
    [ex + 8, p.h * 0.885 - 132],
    [ex + 46, p.h * 0.885 - 112],
    [ex + 42, p.h * 0.885 - 60],
  ])
  person(p, [x - 230, p.h * 0.88], 190)
  if (p.random.chance(0.6)) person(p, [x - 310, p.h * 0.86], 178)
}

/** People gathered round a loudspeaker in the evening. */
export function crowd(p: Painter): void {
  const at = street(p)
  const x = p.random.between(p.w * 0.42, p.w * 0.56)
  for (const side of [-1, 1]) {
    box(p, '#2b2f36', [x + side * 150 - 44, p.h * 0.56, 88, 156], 8)
    oval(p, '#4d545d', [x + side * 150, p.h * 0.62, 27, 27])
    oval(p, '#5d656f', [x + side * 150, p.h * 0.715, 35, 35])
    oval(p, '#23262c', [x + side * 150, p.h * 0.715, 18, 18])
    for (let wave = 1; wave < 4; wave += 1) {
      p.c.strokeStyle = 'rgba(255, 236, 190, 0.35)'
      p.c.lineWidth = 4
      p.c.beginPath()
      p.c.arc(
        x + side * 150,
        p.h * 0.66,
        60 + wave * 28,
        side > 0 ? -0.6 : Math.PI - 0.6,
        side > 0 ? 0.6 : Math.PI + 0.6,
      )
      p.c.stroke()
    }
  }
  const strings = p.random.whole(9, 13)
  for (let bulb = 0; bulb < strings; bulb += 1) {
    const bx = (bulb + 0.5) * (p.w / strings)
    const by = p.h * 0.2 + Math.sin((bulb / strings) * Math.PI) * 50
    glow(p, p.random.pick(['255, 210, 120', '255, 150, 120', '150, 220, 200']), [bx, by, 46], 0.9)
  }
  const people = p.random.whole(9, 12)
  for (let index = 0; index < people; index += 1) {
    const near = index / people
    person(p, [p.random.between(p.w * 0.1, p.w * 0.9), at.road + 40 + near * (p.h - at.road - 80)], 150 + near * 70)
  }
}
