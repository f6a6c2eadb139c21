import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { IDBFactory } from 'fake-indexeddb'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { codeOf } from '../../renderer/worker/failure.ts'
import { cloneDatabases } from '../support/faults/clone-database.ts'
import { FaultCity, syncUntilQuiet } from '../support/faults/fault-city.ts'
import type { Holder } from '../support/faults/fault-city.ts'
import { startFileDesk } from '../support/faults/file-desk.ts'
import { expectInvariants, expectOnce } from '../support/faults/invariants.ts'
import { writeNote, writeNotes } from '../support/faults/note-writer.ts'
import { seededChance } from '../support/faults/seeded.ts'
import { whyNoPostgres } from '../support/postgres.ts'
import { everyCase } from '../support/worker/desk.ts'
import { FakeHostDisk } from '../support/worker/host.ts'

const missing = whyNoPostgres()
const title = missing === null ? 'a device that' : `a device that SKIPPED: ${missing}`
const hourMs = 3_600_000

/** A folder on a file system of its own of so many kilobytes; null where this machine does not let us make one. */
function smallDisk(kilobytes: number): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'desk-small-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder], { stdio: 'ignore' })
    return folder
  } catch {
    rmSync(folder, { recursive: true })
    return null
  }
}

describe.skipIf(missing !== null)(title, () => {
  let city: FaultCity
  let holder: Holder

  beforeAll(async () => {
    city = await FaultCity.start()
    const [most] = await city.holders()
    if (!most) throw new Error('no officer holds a case')
    holder = most
  }, 120_000)
  afterEach(() => city.calm())
  afterAll(() => city?.stop(), 30_000)

  it('is killed again and again in a flood of notes: what was acknowledged arrives, once', async () => {
    const chance = seededChance('killed while flooding')
    const device = city.device(holder.username)
    await (await city.syncedDesk(device)).stop()
    const acknowledged: string[] = []
    for (let round = 0; round < 8; round += 1) {
      const desk = await city.desk(device)
      // What was asked of a worker that is gone is never answered.
      const killed = wait(20 + chance.below(200)).then(() => desk.kill() ?? null)
      for (;;) {
        const saved = await Promise.race([
          killed,
          writeNote(desk, chance.pick(holder.cases), chance.seed).catch(() => null),
        ])
        if (saved === null) break
        acknowledged.push(saved)
      }
      await killed
    }
    const last = await city.syncedDesk(device)
    expect(acknowledged.length).toBeGreaterThan(8)
    await expectInvariants(city, [last], acknowledged)
  }, 60_000)

  it('loses its database and finds its journal torn in the middle of a record: every acknowledged note arrives', async () => {
    const chance = seededChance('journal torn')
    const profile = mkdtempSync(join(tmpdir(), 'desk-profile-'))
    const device = city.device(holder.username)
    const first = await startFileDesk(profile, device)
    await first.session.engine.now()
    city.network.faultOf = () => 'request_lost'
    const notes: string[] = []
    for (let n = 0; n < 10; n += 1) {
      const id = `torn-${chance.seed}-${n}`
      const answer = await first.session.commands.run(chance.pick(holder.cases), 'addNote', {
        id,
        text: `Ghi chú ${n}`,
      })
      expect(answer).toMatchObject({ ok: true })
      notes.push(id)
    }
    await first.close()
    // The beginning of a record that a power cut ended.
    const journal = join(profile, 'accounts', device.account.accountId, 'journal.bin')
    appendFileSync(
      journal,
      Buffer.concat([Buffer.from('IHJ1'), Buffer.alloc(1 + chance.below(200), chance.below(256))]),
    )

    city.network.faultOf = () => null
    const second = await startFileDesk(profile, { ...device, indexedDB: new IDBFactory() })
    while (!(await second.session.engine.now())) await wait(20)
    await expectOnce(city, notes)
    expect(second.host.logged.map(({ code }) => code)).toContain('worker:journal_torn_tail')
    await second.close()
    rmSync(profile, { recursive: true })
  })

  it('has a full disk: says that the note is not saved, keeps what was, and goes on when there is room', async (context) => {
    const disk = smallDisk(512)
    if (disk === null) return context.skip('mounting a small file system is not permitted here')
    const chance = seededChance('disk full')
    const profile = join(disk, 'profile')
    mkdirSync(profile)
    const device = city.device(holder.username)
    try {
      const desk = await startFileDesk(profile, device)
      await desk.session.engine.now()
      city.network.faultOf = () => 'request_lost'
      const saved: string[] = []
      const failed: string[] = []
      for (let n = 0; n < 400 && failed.length < 3; n += 1) {
        const id = `full-${chance.seed}-${n}`
        const args = { id, text: 'Ghi chú dài để đầy đĩa. '.repeat(40) }
        const answer = await desk.session.commands.run(chance.pick(holder.cases), 'addNote', args).catch(codeOf)
        if (typeof answer === 'object' && answer.ok) saved.push(id)
        else failed.push(id)
      }
      expect(failed).toHaveLength(3)
      expect(saved.length).toBeGreaterThan(3)
      execFileSync('mount', ['-o', 'remount,size=8m', disk])
      const after = await desk.session.commands.run(chance.pick(holder.cases), 'addNote', {
        id: `full-${chance.seed}-after`,
        text: 'Sau khi có chỗ trống',
      })
      expect(after).toMatchObject({ ok: true })
      city.network.faultOf = () => null
      while (!(await desk.session.engine.now())) await wait(20)
      await expectOnce(city, [...saved, `full-${chance.seed}-after`])
      const never = await city.rows(`select id from event where id = any ($1)`, [failed])
      expect(never).toEqual([])
      await desk.close()
    } finally {
      execFileSync('umount', ['-l', disk])
      rmSync(disk, { recursive: true })
    }
  }, 60_000)

  it.each([36 * hourMs, -10 * 60_000])(
    'has a clock %i ms off: order and deadlines are the server’s, and it says so',
    async (offMs) => {
      const chance = seededChance(`clock ${offMs}`)
      const right = await city.syncedDesk(city.device(holder.username))
      const wrong = await city.syncedDesk({ ...city.device(holder.username), nowMs: () => Date.now() + offMs })
      const notes = await writeNotes(wrong, holder.cases, 5, chance)
      await syncUntilQuiet(wrong)
      await syncUntilQuiet(right)
      expect(Math.abs((await wrong.service.syncStatus()).clockOffsetMs + offMs)).toBeLessThan(60_000)
      const shown = async (desk: typeof right) => {
        const sorted = { ...everyCase, sort: [{ column: 'due' as const, descending: false }] }
        const { rows } = await desk.service.queuePage({ query: sorted, offset: 0, limit: 200 })
        return rows.map(({ id, dueAtMs, state }) => ({ id, dueAtMs, state }))
      }
      expect(await shown(wrong)).toEqual(await shown(right))
      await expectInvariants(city, [right, wrong], notes)
    },
  )

  it('is a copy of another profile: both go on, and what each writes arrives once', async () => {
    const chance = seededChance('cloned profile')
    const device = city.device(holder.username)
    const first = await city.syncedDesk(device)
    const before = await writeNotes(first, holder.cases, 3, chance)
    await syncUntilQuiet(first)
    await first.stop()
    const disk = Object.assign(new FakeHostDisk(), structuredClone({ ...device.disk }))
    const copied = { ...city.device(holder.username), disk, indexedDB: await cloneDatabases(device.indexedDB) }
    const desks = [await city.desk(device), await city.desk(copied)]
    const notes: string[] = []
    for (let round = 0; round < 3; round += 1) {
      for (const desk of desks) notes.push(...(await writeNotes(desk, holder.cases, 4, chance)))
      await Promise.all(desks.map((desk) => syncUntilQuiet(desk)))
    }
    for (const desk of desks) await syncUntilQuiet(desk)
    await expectInvariants(city, desks, [...before, ...notes])
  }, 60_000)
})
