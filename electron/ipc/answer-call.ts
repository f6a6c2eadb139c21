import { bridgeCalls } from '../../shared/ipc/bridge.ts'
import type { BridgeCall } from '../../shared/ipc/bridge-channels.ts'
import type { BridgeArgs, BridgeResult } from '../../shared/ipc/bridge.ts'
import { DeskError } from '../main/desk-error.ts'

/** One function per channel of the bridge; the compiler asks for every one. */
export type BridgeHandlers = {
  readonly [C in BridgeCall]: (...args: BridgeArgs<C>) => BridgeResult<C> | Promise<BridgeResult<C>>
}

/** Runs one call between two checks: arguments that do not fit are refused, a result that does not fit never leaves. */
export async function answerCall(handlers: BridgeHandlers, channel: BridgeCall, args: unknown): Promise<unknown> {
  const schema = bridgeCalls[channel]
  const parsed = schema.args.safeParse(args)
  if (!parsed.success) throw new DeskError('bad_arguments', `${channel}: the arguments do not fit`)
  const handler = handlers[channel] as (...parsedArgs: unknown[]) => unknown
  const result = schema.result.safeParse(await handler(...parsed.data))
  if (!result.success) throw new DeskError('bad_result', `${channel}: the result does not fit`)
  return result.data
}
