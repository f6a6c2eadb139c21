import type { FileRowV1 } from '../../shared/contract/rows.ts'
import { keepBytes } from '../files/content-store.ts'
import { makeThumbnail } from '../files/pictures/thumbnail.ts'
import { drawScene } from './scenes/draw-scene.ts'
import type { SamplePhrases } from './sample-files.ts'
import type { SampleCase } from './unit-cases.ts'

const variants = 8

type Drawn = Readonly<{ hash: string; sizeBytes: number; thumb: string | null }>

/** Draws sample photos and keeps each once; a unit sees the variants of a scene in turn, so neighbours do not look alike. */
export type PhotoAlbum = Readonly<{ filesOf: (sample: SampleCase) => Promise<FileRowV1[]> }>

/** Opens an album that stores its photos under `filesFolder`. */
export function openAlbum(filesFolder: string, phrases: SamplePhrases): PhotoAlbum {
  const drawn = new Map<string, Drawn>()
  const turns = new Map<string, number>()
  const draw = async (scene: string, variant: number): Promise<Drawn> => {
    const key = `${scene}-${variant}`
    const known = drawn.get(key)
    if (known !== undefined) return known
    const bytes = drawScene(scene, key, phrases.photoMark)
    const made = {
      hash: await keepBytes(filesFolder, bytes),
      sizeBytes: bytes.length,
      thumb: await makeThumbnail(bytes),
    }
    drawn.set(key, made)
    return made
  }
  return {
    filesOf: async ({ story, report, isHistory }) => {
      const { scene } = report
      if (scene === undefined || scene === null) return []
      const files: FileRowV1[] = []
      for (let n = 1; n <= Math.min(report.photos, isHistory ? 1 : 2); n += 1) {
        const turn = `${story.complaint.agency}:${scene}`
        const variant = turns.get(turn) ?? 0
        turns.set(turn, variant + 1)
        const photo = await draw(scene, variant % variants)
        const { id } = story.complaint
        const name = phrases.photoName.replace('{n}', String(n))
        files.push({ id: `${id}-f${n}`, caseId: id, name, type: 'image/jpeg', role: 'report', stored: true, ...photo })
      }
      return files
    },
  }
}
