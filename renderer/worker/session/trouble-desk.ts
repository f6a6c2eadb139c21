import type { RowOf } from '../../../shared/contract/rows.ts'
import type { Complaint } from '../../../shared/domain/complaint.ts'
import type { ComparisonV1 } from '../../../shared/ipc/outbox-contract.ts'
import type { RowStore } from '../db/row-store.ts'
import type { CaseBoard } from '../index/case-board.ts'
import { draftFromCommand } from '../outbox/draft-keeper.ts'
import type { DraftKeeper, LocalDraft } from '../outbox/draft-keeper.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { isReplyText, isTroubled, wordFieldOf, wordsOf } from '../outbox/queued-command.ts'
import type { CommandPayload, QueuedCommand } from '../outbox/queued-command.ts'
import { factsOf } from './case-facts.ts'
import type { CommandAnswer, CommandDesk } from './command-desk.ts'

export type TroubleDeskParts = Readonly<{
  rows: RowStore
  board: CaseBoard
  outbox: Outbox
  drafts: DraftKeeper
  commands: CommandDesk
}>

/** The other text of a case's reply, at the server unless it is here, and by whom and since when. */
type Theirs = Readonly<{ text: string | null; by: string | null; atMs: number | null; isHere?: boolean }>

/** The ways out of a command that was refused or not sent yet: again as it was, given up, or in other words. Nothing written is lost. */
export class TroubleDesk {
  readonly #parts: TroubleDeskParts

  constructor(parts: TroubleDeskParts) {
    this.#parts = parts
  }

  /** What a listed command stood on, what it would do and what stands now; null for an unknown one. */
  async compare(key: string): Promise<ComparisonV1 | null> {
    const { outbox, rows } = this.#parts
    const command = outbox.parts.store.get(key)
    if (!command) return null
    const { payload, answer } = command
    const held = (await rows.read('case', payload.caseId)) as Complaint | undefined
    const now = held ?? answer?.result?.current ?? null
    const theirs = await this.#theirs(command, now)
    const mine = this.#wordsNow(command)
    return {
      before: payload.seen?.before ?? null,
      after: payload.seen?.after ?? null,
      now: now === null ? null : factsOf(now),
      changedBy: theirs.by,
      changedAtMs: theirs.atMs,
      texts: mine === '' ? null : { base: payload.seen?.text ?? null, mine, ...textOf(theirs) },
    }
  }

  /** Gives a refused command again on the case as it is now; the refused one goes when the new one is safe. */
  async redo(key: string): Promise<CommandAnswer> {
    const command = this.#troubled(key)
    if (!command) return { ok: false, code: 'not_found' }
    const { caseId, name, args } = command.payload
    if (name === 'saveDraft') return this.#saveOnNewest(command, this.#wordsNow(command), null)
    const answer = await this.#parts.commands.run(caseId, name, args)
    if (answer.ok) await this.#parts.outbox.dismiss(key, null)
    return answer
  }

  /** Gives a refused command up. The text of a reply stays among the dropped ones as it was last, and the server's takes its place. */
  async giveUp(key: string): Promise<boolean> {
    const { outbox, drafts } = this.#parts
    const command = this.#troubled(key)
    if (!command) return false
    const { caseId, name } = command.payload
    if (name !== 'saveDraft') return outbox.dismiss(key)
    const isRival = this.#rivalOf(command.payload) !== null
    const given = await outbox.dismiss(key, 'given_up', { text: this.#wordsNow(command) })
    if (!isRival) {
      await this.#finishDrafts(caseId)
      await drafts.forget(caseId)
    } else await drafts.queueNow(caseId)
    return given
  }

  /** Gives a refused command again in other words; a reply's become the case's draft, to be handed in anew. */
  async rewrite(key: string, text: string): Promise<CommandAnswer> {
    const { outbox, commands } = this.#parts
    const command = this.#troubled(key)
    const field = command && wordFieldOf(command.payload)
    if (!command || !field) return { ok: false, code: 'not_found' }
    const { caseId, name, args } = command.payload
    if (isReplyText(name)) return this.#saveOnNewest(command, text, 'rewritten')
    const answer = await commands.run(caseId, name, { ...args, [field]: text })
    if (answer.ok) await outbox.dismiss(key, 'rewritten')
    return answer
  }

  /** Changes the words of a command that was never sent, if the rules allow them as they would a new one. */
  async edit(key: string, text: string): Promise<CommandAnswer> {
    const { outbox, commands } = this.#parts
    const command = outbox.parts.store.get(key)
    const field = command && wordFieldOf(command.payload)
    if (!command || !field) return { ok: false, code: 'not_found' }
    const args = { ...command.payload.args, [field]: text }
    const refusal = await commands.refusalInPlace(command, args)
    if (refusal !== null) return { ok: false, code: refusal }
    return (await outbox.edit(key, args)) ? { ok: true, key } : { ok: false, code: 'not_found' }
  }

  /** Takes a dropped command back; the text of a reply is the case's draft again where none was begun since. */
  async restore(key: string): Promise<boolean> {
    const { outbox, rows, drafts } = this.#parts
    const found = await outbox.dropped.find(key)
    if (!found) return false
    const { caseId, name } = found.command.payload
    const held = (await rows.read('case', caseId)) as Complaint | undefined
    const restored = await outbox.restore(key, held?.flowVersion ?? 0)
    if (restored && name === 'saveDraft') await drafts.adopt(caseId, draftFromCommand(found.command.payload))
    return restored
  }

  async #saveOnNewest(command: QueuedCommand, text: string, way: 'rewritten' | null): Promise<CommandAnswer> {
    const { outbox, drafts, commands, board } = this.#parts
    const { caseId } = command.payload
    const row = board.own.drafts.get(caseId)
    const revision = row?.revision ?? 0
    const refusal = await commands.refusalOf(caseId, 'saveDraft', { baseRevision: revision, text })
    if (refusal !== null) return { ok: false, code: refusal }
    const rival = this.#rivalOf(command.payload)
    if (rival && rival.text !== text) await outbox.keepText(command, rival.text)
    // The new text first: a crash in between leaves both, never none.
    await drafts.keep(caseId, { text, revision, baseText: row?.text ?? '' })
    await outbox.dismiss(command.key, way)
    await this.#finishDrafts(caseId)
    await drafts.queueNow(caseId)
    return { ok: true, key: outbox.pendingOf(caseId).findLast(isDraft)?.key ?? command.key }
  }

  /** Earlier texts of the same reply that were refused with it. */
  async #finishDrafts(caseId: string): Promise<void> {
    const { outbox } = this.#parts
    const earlier = outbox.parts.store.all().filter((other) => isTroubled(other) && isDraft(other))
    for (const { key, payload } of earlier) if (payload.caseId === caseId) await outbox.dismiss(key, null)
  }

  #troubled(key: string): QueuedCommand | undefined {
    const command = this.#parts.outbox.parts.store.get(key)
    return command && isTroubled(command) ? command : undefined
  }

  /** What the officer has written on after a draft was refused is the text that counts. */
  #wordsNow(command: QueuedCommand): string {
    const { caseId, name } = command.payload
    if (name !== 'saveDraft' || this.#rivalOf(command.payload)) return wordsOf(command.payload)
    return this.#parts.drafts.get(caseId)?.text ?? wordsOf(command.payload)
  }

  /** The text begun on this device, beside another one of the same reply that came from another device. */
  #rivalOf({ name, caseId, carried, args }: CommandPayload): LocalDraft | null {
    const local = name === 'saveDraft' && carried ? this.#parts.drafts.get(caseId) : null
    return local !== null && local.text !== args['text'] ? local : null
  }

  async #theirs({ payload, answer }: QueuedCommand, now: CompareSide | null): Promise<Theirs> {
    const { board } = this.#parts
    const rival = this.#rivalOf(payload)
    if (rival) return { text: rival.text, by: null, atMs: rival.savedAtMs, isHere: true }
    if (payload.name === 'saveDraft') {
      const row = board.own.drafts.get(payload.caseId)
      return { text: row?.text ?? null, by: row?.author ?? null, atMs: row?.savedAtMs ?? null }
    }
    const reply = payload.name === 'submitReply' ? (now?.reply?.text ?? null) : null
    const last = await this.#lastCommand(payload.caseId)
    return {
      text: reply,
      by: last?.actor ?? answer?.result?.by ?? null,
      atMs: last?.atMs ?? answer?.result?.atMs ?? null,
    }
  }

  async #lastCommand(caseId: string): Promise<RowOf<'event'> | undefined> {
    const { board, rows } = this.#parts
    const ids = board.caseParts.idsOf('event', caseId)
    const events = (await Promise.all(ids.map((id) => rows.read('event', id)))) as (RowOf<'event'> | undefined)[]
    return events
      .filter((event) => event?.kind === 'command')
      .sort((a, b) => (a?.atMs ?? 0) - (b?.atMs ?? 0))
      .at(-1)
  }
}

type CompareSide = Pick<Complaint, 'state' | 'level' | 'team' | 'assignee' | 'reply'>

function isDraft({ payload }: Readonly<{ payload: CommandPayload }>): boolean {
  return payload.name === 'saveDraft'
}

function textOf({ text, isHere }: Theirs): { theirs: string | null; theirsIsHere: boolean } {
  return { theirs: text, theirsIsHere: isHere ?? false }
}
