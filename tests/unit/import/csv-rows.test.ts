import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCsv } from '../../../server/import/csv-rows.ts'
import type { CsvRow } from '../../../server/import/csv-rows.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-csv-'))
})
afterAll(async () => rm(folder, { recursive: true, force: true }))

async function readAll(bytes: string | Uint8Array): Promise<{ header: readonly string[]; rows: CsvRow[] }> {
  const path = join(folder, 'file.csv')
  await writeFile(path, bytes)
  const rows: CsvRow[] = []
  let header: readonly string[] = []
  for await (const block of readCsv(path)) {
    header = block.header
    rows.push(...block.rows)
  }
  return { header, rows }
}

const short = (rows: CsvRow[]): string[] =>
  rows.map((row) => ('fields' in row ? `${row.line}:${row.fields.join('|')}` : `${row.line}!${row.refusal}`))

describe('reading CSV rows', () => {
  it('gives each row with the line it stands on', async () => {
    const { header, rows } = await readAll('a,b\n1,2\n\n3,"x, ""y"""\r\n')
    expect(header).toEqual(['a', 'b'])
    expect(short(rows)).toEqual(['2:1|2', '4:3|x, "y"'])
  })

  it('reads a field that spans lines', async () => {
    const { rows } = await readAll('a,b\n1,"two\nlines"\n3,4\n')
    expect(short(rows)).toEqual(['2:1|two\nlines', '4:3|4'])
  })

  it('ignores a byte order mark', async () => {
    const { header, rows } = await readAll('\uFEFFa,b\n1,2\n')
    expect(header).toEqual(['a', 'b'])
    expect(short(rows)).toEqual(['2:1|2'])
  })

  it('takes a last line without an end only where a check sum tells that the file is whole', async () => {
    expect(short((await readAll('a,b\n1,2\n3,4')).rows)).toEqual(['2:1|2', '3!file_damaged'])
    expect(short((await readAll(gzipSync('a,b\n1,2\n3,4'))).rows)).toEqual(['2:1|2', '3:3|4'])
  })

  it('refuses a row of the wrong width alone', async () => {
    const { rows } = await readAll('a,b\n1,2\n1,2,3\n1\n5,6\n')
    expect(short(rows)).toEqual(['2:1|2', '3!columns_wrong', '4!columns_wrong', '5:5|6'])
  })

  it('refuses a row with a quote left open and keeps its neighbours', async () => {
    const { rows } = await readAll('a,b\n1,2\n"broken,3\n4,5\n6,"7"\n')
    expect(short(rows)).toEqual(['2:1|2', '3!row_malformed', '4:4|5', '5:6|7'])
  })

  it('refuses a row with a quote in the middle of a word', async () => {
    const { rows } = await readAll('a,b\n1,x"y"z\n4,5\n')
    expect(short(rows)).toEqual(['2!row_malformed', '3:4|5'])
  })

  it('refuses rows that are not UTF-8 or hold control characters', async () => {
    const bytes = Buffer.concat([Buffer.from('a,b\n1,'), Buffer.from([0xff, 0xfe]), Buffer.from('\n2,\u0000\n3,4\n')])
    const { rows } = await readAll(bytes)
    expect(short(rows)).toEqual(['2!encoding_invalid', '3!control_characters', '4:3|4'])
  })

  it('reads a gzipped file whatever its name', async () => {
    const { rows } = await readAll(gzipSync('a,b\n1,2\n'))
    expect(short(rows)).toEqual(['2:1|2'])
  })

  it('gives the whole rows before a cut in a gzipped file and then names the line', async () => {
    const text = `a,b\n${Array.from({ length: 200_000 }, (_, n) => `${n},${(n * 7919) % 100_003}`).join('\n')}\n`
    const whole = gzipSync(text)
    const { rows } = await readAll(whole.subarray(0, Math.floor(whole.length / 2)))
    const last = rows.at(-1)
    expect(last).toMatchObject({ refusal: 'file_damaged', line: rows.length + 1 })
    expect(rows.length).toBeGreaterThan(10_000)
    expect(
      rows.slice(0, -1).every((row) => 'fields' in row && row.fields[1] === `${((row.line - 2) * 7919) % 100_003}`),
    ).toBe(true)
  })

  it('gives an empty header for an empty file', async () => {
    expect(await readAll('')).toEqual({ header: [], rows: [] })
  })

  it('keeps records whole across the blocks the file is read in', async () => {
    const body = Array.from({ length: 40_000 }, (_, n) => `${n},"line one of ${n}\nline two, of ${n}"`).join('\n')
    const { rows } = await readAll(`a,b\n${body}\n`)
    expect(rows).toHaveLength(40_000)
    expect(
      rows.every(
        (row, n) =>
          'fields' in row && row.line === 2 + 2 * n && row.fields[1] === `line one of ${n}\nline two, of ${n}`,
      ),
    ).toBe(true)
  })
})
