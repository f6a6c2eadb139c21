import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { isMissing, removeFile, replaceFile } from '../profile/durable-file.ts'
import type { ServerCall } from '../protocol/server-call.ts'
import { wipesFolder } from './profile-places.ts'

const wipeOrder = z.object({
  v: z.literal(1),
  accountId: z.string().regex(/^[0-9a-f]{32}$/),
  clientId: z.string(),
  partition: z.string(),
  /** How many sealed records stay to be rescued; null until the data is destroyed. */
  kept: z.number().int().nullable(),
})
export type WipeOrder = z.infer<typeof wipeOrder>

const timeoutMs = 15_000

/** Wipes that were begun and that the server has not heard the end of: one small file an account, without anything of its content. */
export class WipeOrders {
  readonly #folder: string

  constructor(profile: string) {
    this.#folder = join(profile, wipesFolder)
  }

  async list(): Promise<readonly WipeOrder[]> {
    const names = await readdir(this.#folder).catch((error: unknown) => {
      if (isMissing(error)) return []
      throw error
    })
    const orders: WipeOrder[] = []
    for (const name of names.filter((entry) => entry.endsWith('.json'))) {
      const text = await readFile(join(this.#folder, name), 'utf8')
      const order = wipeOrder.safeParse(JSON.parse(text))
      if (order.success) orders.push(order.data)
    }
    return orders
  }

  async save(order: WipeOrder): Promise<void> {
    await replaceFile(this.#path(order), Buffer.from(JSON.stringify(order)))
  }

  async forget(order: WipeOrder): Promise<void> {
    await removeFile(this.#path(order))
  }

  #path({ accountId }: WipeOrder): string {
    return join(this.#folder, `${accountId}.json`)
  }
}

/** Tells the server that a wipe is done. False when it could not be told now; a server that wants to hear nothing of it has been told. */
export async function confirmWipe(call: ServerCall, accessToken: string, order: WipeOrder): Promise<boolean> {
  try {
    const response = await call({
      method: 'POST',
      path: '/sync/v1/wiped',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
      body: JSON.stringify({ clientId: order.clientId, kept: order.kept ?? 0 }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    await response.body?.cancel()
    return response.ok || response.status === 404 || response.status === 409
  } catch {
    // Without the server the order stays, and is confirmed at the next sign-in.
    return false
  }
}
