import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readTrace, unsafeAcknowledgements } from '../support/faults/system-calls.ts'

const writer = fileURLToPath(new URL('../support/faults/writing-host.ts', import.meta.url))
const traced = 'trace=write,pwrite64,writev,fsync,fdatasync,rename'
const rounds = 40

/** Why system calls cannot be watched here; null where they can. */
function whyNoTrace(): string | null {
  const tried = spawnSync('strace', ['-e', traced, 'true'], { stdio: 'ignore' })
  if (tried.error) return 'strace is not installed'
  return tried.status === 0 ? null : 'watching system calls is not permitted here'
}

const missing = whyNoTrace()
const title = missing === null ? 'a power cut' : `a power cut SKIPPED: ${missing}`

describe.skipIf(missing !== null)(title, () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'desk-power-cut-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('takes nothing that was acknowledged: every command and draft was on the disk, also those that shared a write', () => {
    const trace = join(folder, 'trace')
    const args = ['-f', '-y', '-s', '100000', '-e', traced, '-o', trace]
    execFileSync('strace', [...args, process.execPath, writer, join(folder, 'profile'), String(rounds)])
    const calls = readTrace(readFileSync(trace, 'utf8'))
    const said = calls.filter(({ name, text }) => name === 'write' && /"ack /.test(text))
    expect(said).toHaveLength(3 * rounds)
    expect(unsafeAcknowledgements(calls)).toEqual([])
    const syncs = calls.filter(({ name, path }) => name === 'fdatasync' && path.endsWith('journal.bin'))
    console.log(`${said.length} acknowledgements, ${syncs.length} syncs of the journal`)
  }, 120_000)
})

describe('the reading of a trace', () => {
  const line = (text: string) => `12 ${text} = 1`
  const written = line('write(21</p/journal.bin>, "command-1-aghi", 14)')
  const synced = '13 fdatasync(21</p/journal.bin>) = 0'
  const said = line('write(1<pipe:[1]>, "ack command-1-a\\n", 16)')

  it.each([
    ['no sync at all', [written, said]],
    ['a sync before the write', [synced, written, said]],
    ['a sync that failed', [written, '13 fdatasync(21</p/journal.bin>) = -1 EIO (Input/output error)', said]],
    ['a sync of another file', [written, '13 fdatasync(22</p/other.bin>) = 0', said]],
    [
      'a sync that ended too late',
      [written, '13 fdatasync(21</p/journal.bin> <unfinished ...>', said, '13 <... fdatasync resumed>) = 0'],
    ],
  ])('finds an acknowledgement with %s', (_name, lines) => {
    expect(unsafeAcknowledgements(readTrace(lines.join('\n')))).toEqual([{ key: 'command-1-a', reason: 'not_on_disk' }])
  })

  it('finds a file that was put in place without a sync of its folder, and what was never written', () => {
    const draft = [
      line('write(25</p/d/x.partial>, "draft-1-aghi", 12)'),
      '13 fsync(25</p/d/x.partial>) = 0',
      '13 rename("/p/d/x.partial", "/p/d/x") = 0',
    ]
    const acknowledged = line('write(1<pipe:[1]>, "ack draft-1-a\\n", 14)')
    const folder = '13 fsync(25</p/d>) = 0'
    expect(unsafeAcknowledgements(readTrace([...draft, acknowledged].join('\n')))).toHaveLength(1)
    expect(unsafeAcknowledgements(readTrace([...draft, folder, acknowledged].join('\n')))).toEqual([])
    expect(unsafeAcknowledgements(readTrace(said))).toEqual([{ key: 'command-1-a', reason: 'never_written' }])
  })

  it('lets pass what was synced, also where another thread’s line stands between', () => {
    const parts = [
      '13 fdatasync(21</p/journal.bin> <unfinished ...>',
      '14 fsync(22</p>) = 0',
      '13 <... fdatasync resumed>) = 0',
    ]
    expect(unsafeAcknowledgements(readTrace([written, ...parts, said].join('\n')))).toEqual([])
  })
})
