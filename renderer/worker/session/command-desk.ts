import { commandArgsV1 } from '../../../shared/contract/command-args.ts'
import type { RowOf } from '../../../shared/contract/rows.ts'
import type { Command, CommandName, RefusalCode } from '../../../shared/domain/command.ts'
import { lastExtensionDate } from '../../../shared/domain/commands/extension-limit.ts'
import type { Complaint } from '../../../shared/domain/complaint.ts'
import { decideCommand } from '../../../shared/domain/decision.ts'
import type { Decision } from '../../../shared/domain/decision-context.ts'
import { canonicalReply } from '../../../shared/domain/reply-text.ts'
import { handlingFiles } from '../cases/handling-files.ts'
import type { RowStore } from '../db/row-store.ts'
import type { WorkerEnvironment } from '../environment.ts'
import { WorkerFailure } from '../failure.ts'
import type { CaseBoard } from '../index/case-board.ts'
import { mergeFacts, predict } from '../index/prediction.ts'
import type { Standing } from '../index/prediction.ts'
import type { DraftKeeper } from '../outbox/draft-keeper.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { QueuedCommand } from '../outbox/queued-command.ts'
import { factsOf } from './case-facts.ts'

export type CommandAnswer = { ok: true; key: string } | { ok: false; code: RefusalCode }

export type CommandPreview = { ok: true; case: RowOf<'case'> } | { ok: false; code: RefusalCode }

export type CommandDeskParts = Readonly<{
  environment: WorkerEnvironment
  rows: RowStore
  board: CaseBoard
  outbox: Outbox
  drafts: DraftKeeper
  standing: () => Standing
  serverNowMs: () => number
  online: () => boolean
}>

const encoder = new TextEncoder()

/** Takes the officer's commands: refuses at once what the shared rules refuse, queues the rest durably. */
export class CommandDesk {
  readonly #parts: CommandDeskParts

  constructor(parts: CommandDeskParts) {
    this.#parts = parts
  }

  /** Resolves when the command is in the journal (fsync) and in the outbox. Throws `bad_arguments` for a shape no command has. */
  async run(caseId: string, name: CommandName, args: Readonly<Record<string, unknown>>): Promise<CommandAnswer> {
    const { rows, outbox, drafts } = this.#parts
    const confirmed = (await rows.read('case', caseId)) as Complaint | undefined
    if (!confirmed) return { ok: false, code: 'not_found' }
    if (name === 'submitReply') await drafts.queueNow(caseId)
    const before = this.#predicted(confirmed)
    const command = this.#parse(caseId, name, args)
    const decision = await this.#decide(command, confirmed)
    if (!decision.ok) return { ok: false, code: decision.code }
    const key = await outbox.enqueue({
      name,
      caseId,
      caseNumber: confirmed.caseNumber,
      args: { ...command.args },
      flowVersion: confirmed.flowVersion,
      basedOnSeq: rows.state.highestSeq,
      seen: { before: factsOf(before), after: factsOf(decision.next), text: this.#textSeen(command, before) },
    })
    return { ok: true, key }
  }

  /** What the case would be after a command, or why it would be refused; nothing is queued. Throws `bad_arguments`. */
  async preview(caseId: string, name: CommandName, args: Readonly<Record<string, unknown>>): Promise<CommandPreview> {
    const confirmed = (await this.#parts.rows.read('case', caseId)) as Complaint | undefined
    if (!confirmed) return { ok: false, code: 'not_found' }
    const decision = await this.#decide(this.#parse(caseId, name, args), confirmed)
    return decision.ok ? { ok: true, case: structuredClone(decision.next) as RowOf<'case'> } : decision
  }

  /** The last local day to which a case's deadline may be extended; null where no day may be asked for. */
  async extensionLimit(caseId: string): Promise<string | null> {
    const { rows, standing } = this.#parts
    const confirmed = (await rows.read('case', caseId)) as Complaint | undefined
    if (!confirmed) return null
    return lastExtensionDate(this.#predicted(confirmed), standing().rules)
  }

  /** Why a command would be refused now; null where it would be taken. Throws `bad_arguments`. */
  async refusalOf(
    caseId: string,
    name: CommandName,
    args: Readonly<Record<string, unknown>>,
  ): Promise<RefusalCode | null> {
    const answer = await this.preview(caseId, name, args)
    return answer.ok ? null : answer.code
  }

  /** Why a waiting command would be refused with these arguments in its place in the queue; null where it would be taken. */
  async refusalInPlace(
    { key, payload }: QueuedCommand,
    args: Readonly<Record<string, unknown>>,
  ): Promise<RefusalCode | null> {
    const { caseId, name } = payload
    const confirmed = (await this.#parts.rows.read('case', caseId)) as Complaint | undefined
    if (!confirmed) return 'not_found'
    const decision = await this.#decide(this.#parse(caseId, name, args), confirmed, key)
    return decision.ok ? null : decision.code
  }

  /** What the words of a command were written on; null where it carries none, or nobody knows. */
  #textSeen(command: Command, before: Complaint): string | null {
    if (command.name === 'saveDraft') return this.#parts.drafts.get(command.caseId)?.baseText ?? null
    return command.name === 'submitReply' ? (before.reply?.text ?? '') : null
  }

  #parse(caseId: string, name: CommandName, args: Readonly<Record<string, unknown>>): Command {
    const revision = name === 'submitReply' ? this.#draftRevision(caseId) : undefined
    const parsed = commandArgsV1[name].safeParse(revision === undefined ? args : { ...args, revision })
    if (!parsed.success) throw new WorkerFailure('bad_arguments')
    return { name, caseId, args: parsed.data } as Command
  }

  /** By the rules, on the case with its pending commands applied: all of them, or those before the one named. */
  async #decide(command: Command, confirmed: Complaint, before: string | null = null): Promise<Decision> {
    const { standing, serverNowMs, online } = this.#parts
    const { actor, rules, cases } = standing()
    const complaint = this.#predicted(confirmed, before)
    const replyHash = command.name === 'submitReply' ? await this.#hash(canonicalReply(command.args.text)) : undefined
    const { rows, board, outbox } = this.#parts
    const pending = outbox.pendingOf(command.caseId)
    const files =
      command.name === 'submitReply' ? await handlingFiles(command.caseId, { rows, board, pending }) : undefined
    const context = {
      ...rules,
      nowMs: serverNowMs(),
      eventId: '',
      online: online(),
      ...(replyHash === undefined ? {} : { replyHash }),
      ...(files === undefined ? {} : { handlingFiles: files }),
      ...mergeFacts(command, cases),
    }
    return decideCommand({ command, actor, complaint, context })
  }

  #predicted(confirmed: Complaint, before: string | null = null): Complaint {
    const { outbox, standing } = this.#parts
    const pending = outbox.pendingOf(confirmed.id)
    const end = pending.findIndex((command) => command.key === before)
    return predict(confirmed, end < 0 ? pending : pending.slice(0, end), standing()).complaint
  }

  /** The revision the author's newest draft will have when the commands before this one have run; undefined without a draft. */
  #draftRevision(caseId: string): number | undefined {
    const { board, outbox } = this.#parts
    const waiting = outbox.pendingOf(caseId).filter((command) => command.payload.name === 'saveDraft')
    const stored = board.own.drafts.get(caseId)?.revision
    return stored === undefined && waiting.length === 0 ? undefined : (stored ?? 0) + waiting.length
  }

  async #hash(text: string): Promise<string> {
    const digest = await this.#parts.environment.crypto.subtle.digest('SHA-256', encoder.encode(text))
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
  }
}
