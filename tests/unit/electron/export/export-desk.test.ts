import { existsSync, statSync } from 'node:fs'
import { mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ExportDesk } from '../../../../electron/main/export/export-desk.ts'
import type { ExportDeskParts } from '../../../../electron/main/export/export-desk.ts'
import type { SheetColumnV1 } from '../../../../shared/ipc/export.ts'
import { readWorkbook, rowsOf } from '../../../support/read-workbook.ts'

const nothing = () => undefined
const log = { error: nothing, info: nothing, debug: nothing }
const columns: SheetColumnV1[] = [
  { header: 'Mã hồ sơ', kind: 'text', width: 18 },
  { header: 'Hạn', kind: 'date', width: 17 },
  { header: 'Giờ còn lại', kind: 'number', width: 12 },
]
const book = { sheetName: 'Danh sách', columns }
const about = [{ label: 'Số hồ sơ', kind: 'number' as const, value: 1 }]
const sheets = { sheetName: 'Thông tin', about }
/** 14:05 on 28 November in Hanoi. */
const dueAtMs = Date.UTC(2026, 10, 28, 7, 5)
const failing =
  (code: string): ExportDeskParts['openFile'] =>
  async () => {
    throw Object.assign(new Error(code), { code })
  }

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-export-'))
})
afterEach(() => rm(folder, { recursive: true }))

function deskOn(name: string | null, over: Partial<ExportDeskParts> = {}) {
  const wishes: { defaultPath: string }[] = []
  const revealed: string[] = []
  const desk = new ExportDesk({
    askWhereToSave: async (wish) => {
      wishes.push(wish)
      return name === null ? null : join(folder, name)
    },
    folder: () => folder,
    reveal: (path) => revealed.push(path),
    nowMs: () => Date.UTC(2026, 10, 27, 17, 30),
    log,
    ...over,
  })
  const begin = async (): Promise<string> => {
    const begun = await desk.begin(book)
    if (!begun.ok) throw new Error(begun.code)
    return begun.ticket
  }
  return { desk, begin, wishes, revealed }
}

describe('a workbook', () => {
  it('holds texts, dates on the city’s clock and numbers, under a bold header that stays, with a filter and the widths', async () => {
    const { desk, begin } = deskOn('a.xlsx')
    const ticket = await begin()
    expect(await desk.append(ticket, [['HN-1', dueAtMs, -2.5]])).toEqual({ ok: true })
    expect(await desk.append(ticket, [['HN-2', null, null]])).toEqual({ ok: true })
    expect(await desk.finish(ticket, sheets)).toEqual({ ok: true, rows: 2, fileName: 'a.xlsx' })
    const read = await readWorkbook(join(folder, 'a.xlsx'))
    const sheet = read.getWorksheet('Danh sách')
    expect(rowsOf(sheet)).toEqual([
      ['Mã hồ sơ', 'Hạn', 'Giờ còn lại'],
      // Excel knows no zone: what it shows is the wall clock.
      ['HN-1', new Date(Date.UTC(2026, 10, 28, 14, 5)), -2.5],
      ['HN-2', null, null],
    ])
    expect([1, 2, 3].map((place) => sheet?.getCell(1, place).font?.bold)).toEqual([true, true, true])
    expect(sheet?.views).toMatchObject([{ state: 'frozen', ySplit: 1 }])
    expect(sheet?.autoFilter).toBe('A1:C3')
    expect([1, 2, 3].map((place) => sheet?.getColumn(place).width)).toEqual([18, 17, 12])
    expect(sheet?.getCell('B2').numFmt).toBe('dd/mm/yyyy hh:mm')
    expect(rowsOf(read.getWorksheet('Thông tin'))).toEqual([['Số hồ sơ', 1]])
  })

  it('keeps a text a text whatever it begins with, and leaves out what no workbook can hold', async () => {
    const { desk, begin } = deskOn('a.xlsx')
    const ticket = await begin()
    const hostile = [
      '=HYPERLINK("http://x","y")',
      '+1',
      '-1',
      '@SUM(A1)',
      '\t=1',
      "'=1",
      '<b>&"',
      'a\u0000b\u000bc\uffff\ud800',
    ]
    await desk.append(
      ticket,
      hostile.map((text) => [text, null, null]),
    )
    await desk.append(ticket, [['x'.repeat(40_000), null, null]])
    await desk.finish(ticket, sheets)
    const sheet = (await readWorkbook(join(folder, 'a.xlsx'))).getWorksheet('Danh sách')
    const cells = hostile.map((_, place) => sheet?.getCell(place + 2, 1))
    expect(cells.map((cell) => cell?.value)).toEqual([...hostile.slice(0, -1), 'abc'])
    expect(cells.map((cell) => [cell?.formula, cell?.numFmt])).toEqual(cells.map(() => [undefined, '@']))
    expect(String(sheet?.getCell(hostile.length + 2, 1).value)).toHaveLength(32_767)
  })

  it('is written nowhere but where the person said, whole or not at all, for the owner’s eyes', async () => {
    await writeFile(join(folder, 'a.xlsx'), 'older')
    const { desk, begin } = deskOn('a.xlsx')
    const ticket = await begin()
    await desk.append(ticket, [['HN-1', null, null]])
    expect(await readFile(join(folder, 'a.xlsx'), 'utf8')).toBe('older')
    await desk.finish(ticket, sheets)
    expect(await readdir(folder)).toEqual(['a.xlsx'])
    expect(statSync(join(folder, 'a.xlsx')).mode & 0o777).toBe(0o600)
    expect(rowsOf((await readWorkbook(join(folder, 'a.xlsx'))).getWorksheet('Danh sách'))).toHaveLength(2)
  })

  it('leaves nothing when it is given up, when another begins, and when the desk stops', async () => {
    await writeFile(join(folder, 'a.xlsx'), 'older')
    for (const end of ['abandon', 'stop', 'begin'] as const) {
      const { desk, begin } = deskOn('a.xlsx')
      const ticket = await begin()
      await desk.append(ticket, [['HN-1', null, null]])
      expect(await readdir(folder)).toHaveLength(2)
      if (end === 'abandon') await desk.abandon(ticket)
      else if (end === 'stop') await desk.stop()
      else await desk.abandon(await begin())
      expect(await readdir(folder)).toEqual(['a.xlsx'])
      expect(await desk.append(ticket, [])).toEqual({ ok: false, code: 'not_open' })
      expect(await desk.finish(ticket, sheets)).toEqual({ ok: false, code: 'not_open' })
    }
    expect(await readFile(join(folder, 'a.xlsx'), 'utf8')).toBe('older')
  })
})

describe('where a workbook goes', () => {
  it('is asked with a name that says what it is and the day in Hanoi; a changed mind writes nothing', async () => {
    const { desk, wishes } = deskOn(null)
    expect(await desk.begin(book)).toEqual({ ok: false, code: 'cancelled' })
    expect(wishes).toMatchObject([{ defaultPath: join(folder, 'Danh sách phản ánh, kiến nghị 2026-11-28.xlsx') }])
    expect(await readdir(folder)).toEqual([])
  })

  it('is shown only for the file that was finished', async () => {
    const { desk, begin, revealed } = deskOn('a.xlsx')
    const ticket = await begin()
    expect(desk.show(ticket)).toEqual({ ok: false, code: 'not_open' })
    await desk.finish(ticket, sheets)
    expect(desk.show('another')).toEqual({ ok: false, code: 'not_open' })
    expect(desk.show(ticket)).toEqual({ ok: true })
    expect(revealed).toEqual([join(folder, 'a.xlsx')])
  })

  it('may be held by another program, closed or missing: each is told by its own code, before the work', async () => {
    for (const [code, told] of Object.entries({
      EBUSY: 'file_busy',
      EPERM: 'file_busy',
      EACCES: 'not_writable',
      EROFS: 'not_writable',
      ENOSPC: 'disk_full',
      EIO: 'disk_failed',
    })) {
      const openFile = failing(code)
      expect(await deskOn('a.xlsx', openFile ? { openFile } : {}).desk.begin(book)).toEqual({ ok: false, code: told })
    }
    expect(await deskOn('no/such/folder/a.xlsx').desk.begin(book)).toEqual({ ok: false, code: 'not_writable' })
    await mkdir(join(folder, 'a.xlsx'))
    expect(await deskOn('a.xlsx').desk.begin(book)).toEqual({ ok: false, code: 'not_writable' })
    expect(await readdir(folder)).toEqual(['a.xlsx'])
  })

  it('may be taken while the rows are written: nothing else is left there', async () => {
    const { desk, begin } = deskOn('a.xlsx')
    const ticket = await begin()
    await desk.append(ticket, [['HN-1', null, null]])
    await mkdir(join(folder, 'a.xlsx'))
    expect(await desk.finish(ticket, sheets)).toEqual({ ok: false, code: 'file_busy' })
    expect(await readdir(folder)).toEqual(['a.xlsx'])
  })

  it.skipIf(!existsSync('/dev/full'))('may be full: the rows before are gone too', async () => {
    // Everything that is written to /dev/full meets a full disk.
    const { desk, begin } = deskOn('a.xlsx', {
      openFile: async (path, flags, mode) => {
        if (flags !== 'wx') return open(path, flags, mode)
        await (await open(path, flags, mode)).close()
        return open('/dev/full', 'w')
      },
    })
    const ticket = await begin()
    const rows = Array.from({ length: 250 }, (_, n) => [`HN-${n}-${Math.sin(n)}`, n, n])
    let told = await desk.append(ticket, rows)
    for (let part = 0; part < 200 && told.ok; part += 1) told = await desk.append(ticket, rows)
    expect(told.ok ? await desk.finish(ticket, sheets) : told).toEqual({ ok: false, code: 'disk_full' })
    expect(await readdir(folder)).toEqual([])
    expect(await desk.append(ticket, rows)).toEqual({ ok: false, code: 'not_open' })
  })
})
