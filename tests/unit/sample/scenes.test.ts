import { describe, expect, it } from 'vitest'
import { maxThumbLength, makeThumbnail } from '../../../server/files/pictures/thumbnail.ts'
import { pictureSize } from '../../../server/files/pictures/picture-size.ts'
import { drawScene, sceneNames } from '../../../server/sample/scenes/draw-scene.ts'

const mark = 'Ảnh mẫu'

describe('drawn sample photos', () => {
  it.each(sceneNames)('draws %s the same way for the same seed and otherwise for another', (scene) => {
    const first = drawScene(scene, 'a', mark)
    expect(pictureSize(first)).toEqual({ width: 960, height: 720 })
    expect(drawScene(scene, 'a', mark).equals(first)).toBe(true)
    expect(drawScene(scene, 'b', mark).equals(first)).toBe(false)
    expect(first.length).toBeLessThan(160_000)
  })

  it('carries the mark that it is a sample', () => {
    expect(drawScene('pothole', 'a', '').equals(drawScene('pothole', 'a', mark))).toBe(false)
  })

  it('fits a thumbnail into a row', async () => {
    const thumb = await makeThumbnail(drawScene('traffic', 'a', mark))
    expect(thumb?.length).toBeLessThanOrEqual(maxThumbLength)
    expect(pictureSize(Buffer.from(thumb ?? '', 'base64'))).toEqual({ width: 360, height: 270 })
  })

  it('refuses a scene it cannot draw', () => {
    expect(() => drawScene('volcano', 'a', mark)).toThrow(/no scene/)
  })
})
