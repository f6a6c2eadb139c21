import { z } from 'zod'
import type { CommandForms } from '../../../shared/contract/command-upgrades.ts'
import type { CarriedInV1, CarriedOutV1 } from '../../../shared/ipc/outbox-contract.ts'
import { outboxStatuses } from '../db/stored-rows.ts'
import { codeOf } from '../failure.ts'
import { draftFromCommand } from './draft-keeper.ts'
import type { DraftKeeper, LocalDraft } from './draft-keeper.ts'
import type { Outbox } from './outbox.ts'
import { commandAnswer, isPending, isTroubled, payloadReader } from './queued-command.ts'
import type { QueuedCommand } from './queued-command.ts'

/** The form of the content; a file of a later form is refused whole. */
const carriedVersion = 1

const carriedCommand = z.object({
  key: z.string().min(1).max(200),
  status: z.enum(outboxStatuses),
  payload: z.unknown(),
  answer: commandAnswer.nullable(),
})
const carriedWork = z.object({
  v: z.literal(carriedVersion),
  /** The official, by the id every server of the city knows: the file is of no use to anybody else. */
  user: z.string(),
  madeAtMs: z.number(),
  commands: z.array(carriedCommand),
})
type CarriedCommand = z.infer<typeof carriedCommand> & Readonly<{ payload: QueuedCommand['payload'] }>
type CarriedContent = Readonly<{ user: string; commands: readonly CarriedCommand[] }>

export type CarryParts = Readonly<{
  outbox: Outbox
  drafts: DraftKeeper
  /** A command for a text that the rules keep from being queued: it travels as one that waits for a decision. */
  draftPayload: (caseId: string, draft: LocalDraft) => Promise<QueuedCommand['payload']>
  crypto: Crypto
}>

/**
 * "Mang sang máy khác": everything unsent as one sealed file, and back. Commands keep their keys, so the server runs each once, whichever
 * device sends it first and however often a file is read.
 */
export class CarriedWork {
  readonly #parts: CarryParts

  constructor(parts: CarryParts) {
    this.#parts = parts
  }

  /** Has main write the file; `nothing_unsent` where there is nothing to carry. The outbox stays as it is. */
  async out(passphrase: string): Promise<CarriedOutV1> {
    const { outbox, drafts } = this.#parts
    const { host, fence, me, environment } = outbox.parts
    await drafts.queueNow()
    const listed = outbox.parts.store.all().filter((command) => isPending(command) || isTroubled(command))
    const commands = [...listed.map(toCarried), ...(await this.#unqueuedDrafts())]
    if (commands.every((command) => command.payload.name === 'mark')) return { ok: false, code: 'nothing_unsent' }
    const content = { v: carriedVersion, user: me(), madeAtMs: environment.nowMs(), commands }
    const keys = listed.map((command) => command.key)
    const draftKeys = [...drafts.all().keys()]
    const answer = await host.carry.save({ passphrase, plain: JSON.stringify(content), keys, draftKeys, fence })
    if (!answer.ok) return answer
    await this.#noteCarried(keys)
    return { ok: true, count: commands.filter((command) => command.payload.name !== 'mark').length }
  }

  /** Has main ask for the file; null when the user changes their mind. */
  choose(): Promise<{ name: string } | null> {
    const { host, fence } = this.#parts.outbox.parts
    return host.carry.choose({ fence })
  }

  /** Takes in the file the user chose. What this device knows already, dropped commands included, stays as it is here. */
  async in(passphrase: string): Promise<CarriedInV1> {
    const { host, me, reporter, fence, environment } = this.#parts.outbox.parts
    const opened = await host.carry.open({ passphrase, fence })
    if (!opened.ok) return opened
    const content = readContent(environment.commandForms, opened.plain)
    if (content === 'too_new' || content === 'damaged') return { ok: false, code: content }
    if (content.user !== me()) return { ok: false, code: 'other_account' }
    const taken = await this.#take(content.commands)
    reporter.info('carried_in', { added: taken.added, troubled: taken.troubled, known: taken.known })
    return { ok: true, ...taken }
  }

  /** From now on another device may send them. Not journalled: the journal's records are what main knows to be in the file. */
  #noteCarried(keys: readonly string[]): Promise<void> {
    const { outbox } = this.#parts
    return outbox.turn.take(async () => {
      const { store } = outbox.parts
      const waiting = keys.flatMap((key) => store.get(key) ?? []).filter((command) => command.status === 'waiting')
      await store.change({
        put: waiting.map((command) => ({ ...command, payload: { ...command.payload, carried: true } })),
      })
      outbox.changed.emit([...new Set(waiting.map(({ payload }) => payload.caseId))])
    })
  }

  async #take(commands: readonly CarriedCommand[]): Promise<{ added: number; troubled: number; known: number }> {
    const { outbox, drafts } = this.#parts
    const taken = { added: 0, troubled: 0, known: 0 }
    for (const carried of commands) {
      const isDraft = carried.payload.name === 'saveDraft'
      const local = isDraft ? drafts.get(carried.payload.caseId) : null
      // Two texts of one reply: the officer decides between them.
      const isRival = local !== null && local.text !== carried.payload.args['text'] && isPending(queued(carried, 0))
      const added = await this.#add(isRival ? { ...carried, ...rivalAnswer } : carried)
      if (added === null) taken.known += 1
      else if (isTroubled(added)) taken.troubled += 1
      else taken.added += 1
      if (isDraft && added && local === null)
        await drafts.adopt(carried.payload.caseId, draftFromCommand(added.payload))
    }
    if (taken.added + taken.troubled > 0) {
      outbox.changed.emit([...new Set(commands.map(({ payload }) => payload.caseId))])
    }
    return taken
  }

  /** The command in this outbox; null for one that is here already. Journalled first, like every command. */
  #add(carried: CarriedCommand): Promise<QueuedCommand | null> {
    const { outbox } = this.#parts
    return outbox.turn.take(async () => {
      const { store } = outbox.parts
      if (store.get(carried.key) || (await outbox.dropped.has(carried.key))) return null
      const command = queued(carried, store.takeOrder())
      await outbox.journal(command.key, command.payload)
      await store.change({ put: [command] })
      return command
    })
  }

  /** Texts that are in no command: the rules would not take them now. Their keys come from their content. */
  async #unqueuedDrafts(): Promise<CarriedCommand[]> {
    const { drafts, draftPayload } = this.#parts
    const carried: CarriedCommand[] = []
    for (const [caseId, draft] of drafts.all()) {
      const isCarried = this.#parts.outbox.parts.store
        .all()
        .some(
          ({ payload }) =>
            payload.name === 'saveDraft' && payload.caseId === caseId && payload.args['text'] === draft.text,
        )
      if (isCarried || draft.text === '') continue
      const payload = await draftPayload(caseId, draft)
      carried.push({ key: await this.#keyOf(caseId, draft), payload, ...rivalAnswer })
    }
    return carried
  }

  async #keyOf(caseId: string, { baseRevision, text }: LocalDraft): Promise<string> {
    const bytes = new TextEncoder().encode(JSON.stringify([caseId, baseRevision, text]))
    const digest = new Uint8Array(await this.#parts.crypto.subtle.digest('SHA-256', bytes))
    return `draft-${[...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
  }
}

const rivalAnswer = { status: 'conflict', answer: { code: 'revision_mismatch', result: null } } as const

function toCarried({ key, status, payload, answer }: QueuedCommand): CarriedCommand {
  return { key, status: status === 'sent' ? 'waiting' : status, payload, answer }
}

function queued({ key, status, payload, answer }: CarriedCommand, order: number): QueuedCommand {
  return { key, order, mutation: null, status, payload: { ...payload, carried: true }, answer }
}

function readContent(forms: CommandForms, plain: string): CarriedContent | 'too_new' | 'damaged' {
  try {
    const content: unknown = JSON.parse(plain)
    const version = z.object({ v: z.number().int() }).safeParse(content).data?.v ?? 0
    if (version > carriedVersion) return 'too_new'
    const { user, commands } = carriedWork.parse(content)
    const reader = payloadReader(forms)
    return { user, commands: commands.map((one) => ({ ...one, payload: reader.parse(one.payload) })) }
  } catch (error) {
    // The seal was whole, so another program wrote it: a shape this one does not know.
    return codeOf(error) === 'ZodError' ? 'too_new' : 'damaged'
  }
}
