import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { GlobalFonts, createCanvas } from '@napi-rs/canvas'
import { seededRandom } from '../seeded-random.ts'
import { cables, fallenTree, flood, garbage, river, smoke } from './ground-scenes.ts'
import { clinic, counter, food, school } from './indoor-scenes.ts'
import { lights } from './painter.ts'
import type { Light, Painter } from './painter.ts'
import { busStop, lamp, parking, pothole, sidewalk, signal, traffic } from './street-scenes.ts'
import { construction, crowd, fire, pipe, power } from './works-scenes.ts'

const scenes: Readonly<Record<string, readonly [(p: Painter) => void, readonly Light[]]>> = {
  pothole: [pothole, lights.open],
  sidewalk: [sidewalk, lights.open],
  lamp: [lamp, lights.dark],
  garbage: [garbage, lights.open],
  flood: [flood, lights.rain],
  tree: [fallenTree, lights.open],
  smoke: [smoke, lights.open],
  construction: [construction, lights.open],
  traffic: [traffic, lights.open],
  signal: [signal, lights.open],
  parking: [parking, lights.open],
  pipe: [pipe, lights.open],
  power: [power, lights.open],
  crowd: [crowd, lights.dark],
  fire: [fire, lights.open],
  food: [food, lights.open],
  school: [school, lights.open],
  clinic: [clinic, lights.indoor],
  bus: [busStop, lights.open],
  river: [river, lights.open],
  cables: [cables, lights.open],
  counter: [counter, lights.indoor],
}

/** The names of the scenes that can be drawn. */
export const sceneNames: readonly string[] = Object.keys(scenes)

/** Size of a drawn photo in pixels. */
export const sceneSize = { width: 960, height: 720 } as const

const markFonts = ['latin', 'vietnamese'] as const

/** The bundled font, in the two parts that the mark's letters need; registering it again changes nothing. */
function registerFonts(): void {
  const require = createRequire(import.meta.url)
  for (const part of markFonts) {
    if (GlobalFonts.has(`mark ${part}`)) continue
    GlobalFonts.register(
      readFileSync(require.resolve(`@fontsource/inter/files/inter-${part}-600-normal.woff2`)),
      `mark ${part}`,
    )
  }
}

function drawMark({ c, w, h }: Painter, mark: string): void {
  c.font = `22px ${markFonts.map((part) => `"mark ${part}"`).join(', ')}`
  const width = c.measureText(mark).width + 28
  c.fillStyle = 'rgba(255, 255, 255, 0.82)'
  c.beginPath()
  c.roundRect(w - width - 16, h - 52, width, 36, 10)
  c.fill()
  c.fillStyle = '#3a4248'
  c.fillText(mark, w - width - 2, h - 26)
}

/**
 * Draws a sample photo as a JPEG of 960 x 720. The same scene, seed and mark give the same picture; another seed another light,
 * layout and side. Throws RangeError for an unknown scene. `mark` is written small in the lower right corner.
 */
export function drawScene(scene: string, seed: string, mark: string): Buffer {
  const [draw, moods] = scenes[scene] ?? []
  if (draw === undefined || moods === undefined) throw new RangeError(`there is no scene "${scene}"`)
  registerFonts()
  const random = seededRandom(`${scene}:${seed}`)
  const canvas = createCanvas(sceneSize.width, sceneSize.height)
  const painter: Painter = {
    c: canvas.getContext('2d'),
    w: sceneSize.width,
    h: sceneSize.height,
    random,
    light: random.pick(moods),
  }
  if (random.chance(0.5)) {
    painter.c.translate(painter.w, 0)
    painter.c.scale(-1, 1)
  }
  draw(painter)
  painter.c.resetTransform()
  drawMark(painter, mark)
  return canvas.toBuffer('image/jpeg', 78)
}
