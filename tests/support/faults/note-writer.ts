import type { Desk } from '../worker/desk.ts'
import type { Chance } from './seeded.ts'

let written = 0

/** Adds a note on the device; answers its id once the device has said that it is saved. */
export async function writeNote(desk: Desk, caseId: string, seed: number): Promise<string> {
  written += 1
  const id = `note-${seed}-${written}`
  const { commands } = await desk.session()
  const answer = await commands.run(caseId, 'addNote', { id, text: `Ghi chú số ${written}` })
  if (!answer.ok) throw new Error(`the note was refused: ${answer.code}`)
  return id
}

/** So many notes on cases drawn by chance, acknowledged one after the other. */
export async function writeNotes(
  desk: Desk,
  cases: readonly string[],
  count: number,
  chance: Chance,
): Promise<string[]> {
  const ids: string[] = []
  for (let n = 0; n < count; n += 1) ids.push(await writeNote(desk, chance.pick(cases), chance.seed))
  return ids
}
