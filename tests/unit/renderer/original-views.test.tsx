// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { PhotoStrip } from '../../../renderer/features/case/content/photo-strip.tsx'
import type { FileRowV1 } from '../../../shared/contract/rows.ts'
import { renderDesk } from '../../support/renderer/desk-render.tsx'
import { servicesFake, workerStateFake } from '../../support/renderer/desk-services-fake.ts'
import { createWorkerFake } from '../../support/renderer/worker-client-fake.ts'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const hash = 'ab'.repeat(32)
const photo = (type: string): FileRowV1 => ({
  ...{ id: 'f', caseId: '1', hash, name: 'hố ga', type, sizeBytes: 9, role: 'report', thumb: 'AAAA', stored: true },
})

async function openViewer(type: string) {
  const services = servicesFake(createWorkerFake(workerStateFake([])), { 'evidence:list': () => ({ files: [] }) })
  await renderDesk(<PhotoStrip title="Ảnh" caseNumber="HN-1" files={[photo(type)]} />, services)
  await userEvent.setup().click(screen.getByRole('button', { name: /^Xem ảnh 1/ }))
  return screen.findByRole('dialog', { name: 'Ảnh của hồ sơ HN-1' })
}
const sources = (viewer: HTMLElement) => [...viewer.querySelectorAll('img')].map((image) => image.getAttribute('src'))

describe('the original of a picture', () => {
  it.each([
    ['file_damaged', /bị hỏng và đã được xóa/],
    [null, /ảnh gốc cần kết nối máy chủ/],
  ])('is asked for by its hash, and where it does not come the reason is said (%s)', async (code, words) => {
    const asked: string[] = []
    vi.stubGlobal('fetch', async (url: string, { method }: RequestInit) => {
      asked.push(`${method} ${url}`)
      return new Response(null, { status: 404, headers: code === null ? {} : { 'x-desk-code': code } })
    })
    const viewer = await openViewer('image/jpeg')
    const original = [...viewer.querySelectorAll('img')].find((image) => image.getAttribute('src') === `files/${hash}`)
    expect(original).toBeDefined()
    fireEvent.error(original ?? viewer)
    expect(await within(viewer).findByText(words)).toBeInstanceOf(HTMLElement)
    expect(asked).toEqual([`HEAD files/${hash}`])
    expect(sources(viewer)).toEqual(['data:image/jpeg;base64,AAAA'])
  })

  it('of an iPhone is not asked for: its thumbnail is what is shown, and that is said', async () => {
    const viewer = await openViewer('image/heic')
    expect(await within(viewer).findByText(/dạng HEIC/)).toBeInstanceOf(HTMLElement)
    expect(sources(viewer)).toEqual(['data:image/jpeg;base64,AAAA'])
  })
})
