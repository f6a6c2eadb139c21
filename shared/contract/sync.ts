import { z } from 'zod'
import { refusalCodes } from '../domain/command.ts'
import { maxSealedChars } from './escrow.ts'
import { syncedRows } from './rows.ts'
import type { EntityName } from './rows.ts'
import { maxMutationsPerPush, maxPullLimit } from './versions.ts'

const id = z.string().min(1).max(200)
const entityName = z.enum(Object.keys(syncedRows) as [EntityName, ...EntityName[]])

/** `POST /sync/v1/register`: makes this installation known. */
export const registerRequestV1 = z.object({
  deviceName: z.string().min(1).max(200),
  appVersion: z.string().min(1).max(50),
  schema: z.number().int().positive(),
})
export const registerReplyV1 = z.object({
  clientId: id,
  epoch: z.string(),
  minSchema: z.number().int(),
  limits: z.object({ mutationsPerPush: z.number().int(), pullRows: z.number().int(), fileBytes: z.number().int() }),
  /** Raw X25519 public key, base64: journal records are sealed to it as well (security.md, row "keys"). */
  escrowKey: z.string(),
  user: z.object({ id: z.string(), username: z.string(), displayName: z.string() }),
  serverTime: z.number().int(),
})

/** One queued command as it is sent: immutable from the moment `id` is given. */
export const mutationV1 = z.object({
  id: z.number().int().positive().max(Number.MAX_SAFE_INTEGER),
  key: id,
  name: z.string().min(1).max(60),
  v: z.number().int().positive(),
  args: z.record(z.string(), z.unknown()),
  caseId: id.optional(),
  /** The flowVersion a first pending workflow command was based on. */
  ifVersion: z.number().int().nonnegative().optional(),
  /** The key of the pending workflow command this one follows. */
  after: id.optional(),
  basedOnSeq: z.number().int().nonnegative(),
  /** The device's clock; kept for people, orders nothing. */
  clientAt: z.number().int(),
})
/**
 * What a journal record holds when the server opens it: the command of `user`, without a number. `draft` marks an unsent reply text,
 * `caseNumber` is for people.
 */
export const rescueCommandV1 = mutationV1
  .omit({ id: true })
  .extend({ user: id, caseNumber: z.string().max(100), draft: z.boolean() })

/** `schema` is that of the client: a server that does not know its commands yet refuses them all rather than one by one. */
export const pushRequestV1 = z.object({
  clientId: id,
  schema: z.number().int().positive().optional(),
  mutations: z.array(mutationV1).min(1).max(maxMutationsPerPush),
})

export const mutationStatuses = ['applied', 'noop', 'conflict', 'rejected', 'quarantined', 'gap'] as const
/** A server newer than the desk refuses for reasons that the desk has no name for: it keeps the code and shows it. */
const refusalCode = z
  .enum([...refusalCodes, 'bad_request', 'too_large', 'internal', 'gap'])
  .or(z.string().min(1).max(100))

export const mutationResultV1 = z.object({
  id: z.number().int(),
  key: id,
  status: z.enum(mutationStatuses),
  /** Why it was not applied, null where it was. A quarantined command has `internal`, or `unknown_command` where its version has no way to today's form. */
  code: refusalCode.nullable(),
  /** For `conflict`: the case as it is now and who moved it on. */
  result: z
    .object({
      current: syncedRows.case.optional(),
      by: z.string().nullable().optional(),
      atMs: z.number().int().optional(),
      blockedBy: id.optional(),
      expectedId: z.number().int().optional(),
    })
    .nullable(),
  /** The result had been stored before: the command ran once. */
  dup: z.boolean().optional(),
})
export const pushReplyV1 = z.object({ results: z.array(mutationResultV1) })

export const pullRequestV1 = z.object({
  clientId: id,
  cursor: z.string().max(20_000).nullable(),
  schema: z.number().int().positive(),
  limit: z.number().int().positive().max(maxPullLimit),
  /** Settled buckets whose digest differs: they are loaded anew from their start, as if their floor had passed the cursor. */
  reload: z.array(id).max(1000).optional(),
})
export const syncOpV1 = z.object({
  bucket: z.string(),
  entity: entityName,
  id: z.string(),
  op: z.enum(['PUT', 'REMOVE']),
  seq: z.number().int(),
  /** With a PUT; one that several buckets hold comes with the first of its ops in the page alone. */
  row: z.unknown().optional(),
})
export const pullReplyV1 = z.object({
  ops: z.array(syncOpV1),
  /** Buckets the user no longer has: every row known only through them goes. */
  dropBuckets: z.array(z.string()),
  /** Buckets that are sent anew under a new generation; the old rows stay visible until `complete`. */
  resetBuckets: z.array(z.string()),
  /** A restored server, or a cursor it does not know: what this and the next pages do not send goes at `complete`; offer recent commands again by `key`. */
  fullReset: z.boolean().optional(),
  /** The highest mutation id of this client that the server has decided. */
  lastMutation: z.number().int(),
  results: z.array(mutationResultV1),
  cursor: z.string(),
  /** Every commit up to this number is known to whoever has this page; ops beyond it come again. Older servers do not tell. */
  settledSeq: z.number().int().optional(),
  complete: z.boolean(),
  total: z.number().int().optional(),
  serverTime: z.number().int(),
})

/** `POST /sync/v1/digest`: per bucket the number of its PUT members and the XOR of the first 8 bytes of SHA-256(`entity\0id\0seq`), hex. */
export const digestRequestV1 = z.object({
  clientId: id,
  /** What the client has stored: a bucket that changed after it is not called different. Without it every bucket is compared as it is now. */
  cursor: z.string().max(20_000).nullable().optional(),
  buckets: z.record(z.string(), z.object({ count: z.number().int(), xor: z.string() })),
})
export const digestReplyV1 = z.object({ differing: z.array(z.string()), serverTime: z.number().int() })

/** One journal record as `POST /sync/v1/rescue` takes it: `sealed` is an envelope of `escrow.ts` in base64, `key` the command's key. */
export const rescueRecordV1 = z.object({ key: id, sealed: z.string().min(1).max(maxSealedChars) })

/** `POST /sync/v1/rescue`: unsent work of the caller that only the server can open. Without records it asks for the escrow key. */
export const rescueRequestV1 = z.object({
  clientId: id,
  records: z.array(rescueRecordV1).max(maxMutationsPerPush),
})

/** `refused` stands for a record that is not in the ledger: it did not open, is no command, is somebody else's, or is to be discarded. */
export const rescueStatuses = ['applied', 'noop', 'conflict', 'rejected', 'quarantined', 'refused'] as const
/** Why a record was not even read as a command. */
export const rescueRefusals = ['unsealable', 'malformed', 'foreign', 'discarded'] as const
export type RescueRefusal = (typeof rescueRefusals)[number]
export const rescueResultV1 = z.object({
  key: id,
  status: z.enum(rescueStatuses),
  code: refusalCode.or(z.enum(rescueRefusals)).nullable(),
  result: mutationResultV1.shape.result,
  dup: z.boolean().optional(),
  /** The command itself where it was decided but not applied: its words go back to the official who wrote them. */
  command: rescueCommandV1.optional(),
})
export const rescueReplyV1 = z.object({ results: z.array(rescueResultV1), escrowKey: z.string() })

/** `POST /sync/v1/rescue-files`: the keys of unsent files as only the server can open them, by the SHA-256 of the content. */
export const fileKeyRequestV1 = z.object({
  files: z
    .array(z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/), sealed: z.string().min(1).max(2_000) }))
    .max(maxMutationsPerPush),
})
/** `key` in base64; null where the envelope does not open or is another official's. */
export const fileKeyReplyV1 = z.object({ files: z.array(z.object({ hash: z.string(), key: z.string().nullable() })) })

/** `POST /sync/v1/wiped`: this installation has destroyed key, tokens and data. `kept` sealed records wait for the next sign-in. */
export const wipedRequestV1 = z.object({
  clientId: id,
  kept: z.number().int().nonnegative().max(1_000_000),
})
export const wipedReplyV1 = z.object({ serverTime: z.number().int() })

/** `GET /sync/v1/poke`: the data of each server-sent event. No content travels this way. */
export const pokeV1 = z.union([
  z.object({ v: z.number().int() }),
  z.object({ lock: z.literal(true) }),
  z.object({ wipe: z.literal(true) }),
])

export type RegisterReplyV1 = z.infer<typeof registerReplyV1>
export type MutationV1 = z.infer<typeof mutationV1>
export type MutationResultV1 = z.infer<typeof mutationResultV1>
export type PullReplyV1 = z.infer<typeof pullReplyV1>
export type SyncOpV1 = z.infer<typeof syncOpV1>
export type DigestReplyV1 = z.infer<typeof digestReplyV1>
export type FileKeyRequestV1 = z.infer<typeof fileKeyRequestV1>
export type FileKeyReplyV1 = z.infer<typeof fileKeyReplyV1>
export type RescueCommandV1 = z.infer<typeof rescueCommandV1>
export type RescueRecordV1 = z.infer<typeof rescueRecordV1>
export type RescueResultV1 = z.infer<typeof rescueResultV1>
export type RescueReplyV1 = z.infer<typeof rescueReplyV1>
