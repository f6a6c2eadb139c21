import { execFileSync } from 'node:child_process'
import { appendFileSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { syncUntilQuiet } from '../support/faults/fault-city.ts'
import { confirmedRows } from '../support/faults/invariants.ts'
import { writeNotes } from '../support/faults/note-writer.ts'
import { seededChance } from '../support/faults/seeded.ts'
import type { Desk } from '../support/worker/desk.ts'
import { everyCase, newDevice, startDesk } from '../support/worker/desk.ts'
import { RealServer } from '../support/worker/real-server.ts'

const pieceBytes = 4 * 1024 * 1024

function mountSmall(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=600m', 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Leaves so much room on the disk of a folder, whatever the server writes meanwhile; answers the file that takes the rest. */
function fillDisk(folder: string, leftBytes: number): string {
  const filler = join(folder, 'filler')
  const free = () => {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  }
  for (let more = free() - leftBytes; more > 0; more = free() - leftBytes) {
    try {
      appendFileSync(filler, Buffer.alloc(Math.min(more, pieceBytes)))
    } catch (error) {
      // The server took room between the question and the writing: the disk is full, and asked again.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
    }
  }
  return filler
}

async function ownCases(desk: Desk): Promise<string[]> {
  const query = { ...everyCase, view: 'mine' as const, includeClosed: false }
  const { rows } = await desk.service.queuePage({ query, offset: 0, limit: 50 })
  return rows.map(({ id }) => id)
}

it('a server on PGlite whose disk is full takes nothing and refuses nothing for good: all arrives once when there is room', async (context) => {
  const server = new RealServer()
  if (!mountSmall(server.folder)) {
    await server.remove()
    return context.skip('mounting a small file system is not permitted here')
  }
  try {
    await server.start()
    const chance = seededChance('disk of the server full')
    const username = await server.accountOf('case_officer', 'SXD')
    const account = { accountId: username, username }
    const deskOf = () =>
      startDesk({ ...newDevice({ fetch: server.fetchAs(username), baseUrl: server.url }, account), haste: 50 })
    const desk = deskOf()
    await syncUntilQuiet(desk)
    const cases = await ownCases(desk)
    const before = await writeNotes(desk, cases, 5, chance)
    await syncUntilQuiet(desk)
    const filler = fillDisk(server.folder, 8 * 1024)
    // What the database had reserved is used up first; from then on nothing is taken.
    const during: string[] = []
    for (let refused = 0; refused < 3;) {
      during.push(...(await writeNotes(desk, cases, 10, chance)))
      refused = (await (await desk.session()).engine.now()) ? 0 : refused + 1
      if (during.length > 2000) throw new Error('the disk never got full')
    }
    const waiting = await desk.service.outboxList()
    expect(waiting.length).toBeGreaterThan(9)
    expect(waiting.filter(({ status }) => status !== 'sent' && status !== 'waiting')).toEqual([])
    // What can be read is still answered.
    expect((await fetch(`${server.url}/api/v1/dev/accounts`)).status).toBe(200)
    rmSync(filler)
    await syncUntilQuiet(desk)
    expect(await desk.service.outboxList()).toEqual([])
    await server.kill()
    await server.start()
    const other = deskOf()
    await syncUntilQuiet(other)
    const held = await confirmedRows(other)
    expect([...before, ...during].filter((id) => !held.has(`event ${id}`))).toEqual([])
    await desk.stop()
    await other.stop()
  } finally {
    await server.kill()
    execFileSync('umount', ['-l', server.folder])
    await server.remove()
  }
}, 180_000)
