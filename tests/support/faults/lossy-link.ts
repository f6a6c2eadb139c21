import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import type { Server } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { portOf, relay } from './tcp-relay.ts'

const relayFile = fileURLToPath(new URL('tcp-relay.ts', import.meta.url))
const namespace = 'desk-lossy-link'
const here = '10.213.77.1'
const there = '10.213.77.2'

const ip = (...args: readonly string[]) => execFileSync('ip', args, { stdio: 'ignore' })
const inside = (...args: readonly string[]) => ['netns', 'exec', namespace, ...args]

/**
 * A link through a network namespace of its own whose queues are short: what does not fit is dropped, packet by packet, so that TCP
 * itself meets loss. Needs the right to make namespaces.
 */
export class LossyLink {
  readonly url: string
  readonly #relay: Server
  readonly #far: ChildProcess

  private constructor(parts: { url: string; relay: Server; far: ChildProcess }) {
    this.url = parts.url
    this.#relay = parts.relay
    this.#far = parts.far
  }

  /** Null where this machine does not let us make one. `kilobits` a second each way; `target` is the URL behind the link. */
  static async open(target: () => string, kilobits: number): Promise<LossyLink | null> {
    if (!prepare(kilobits)) return null
    const near = await relay(here, () => ({ host: '127.0.0.1', port: Number(new URL(target()).port) }))
    const args = [process.execPath, relayFile, there, here, String(portOf(near))]
    const far = spawn('ip', inside(...args), { stdio: ['ignore', 'pipe', 'inherit'] })
    const port = await new Promise<string>((resolve, reject) => {
      createInterface({ input: far.stdout }).once('line', resolve)
      far.once('exit', (code) => reject(new Error(`the far end of the link ended with ${code}`)))
    })
    return new LossyLink({ url: `http://${there}:${port}`, relay: near, far })
  }

  /** Packets dropped so far, both ways. */
  dropped(): number {
    const near = execFileSync('tc', ['-s', 'qdisc', 'show', 'dev', 'desk-near'], { encoding: 'utf8' })
    const far = execFileSync('ip', inside('tc', '-s', 'qdisc', 'show', 'dev', 'desk-far'), { encoding: 'utf8' })
    return [near, far].reduce((sum, shown) => sum + Number(/dropped (\d+)/.exec(shown)?.[1] ?? 0), 0)
  }

  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.#far.once('exit', resolve))
    this.#far.kill('SIGKILL')
    await gone
    await new Promise((resolve) => {
      this.#relay.close(resolve)
      remove()
    })
  }
}

function remove(): void {
  // The pair of devices goes with the namespace that holds one of them.
  execFileSync('ip', ['netns', 'delete', namespace], { stdio: 'ignore' })
}

/** What a run that was killed left behind. */
function removeOld(): void {
  try {
    remove()
  } catch {
    // There was none.
  }
}

function prepare(kilobits: number): boolean {
  const queue = ['tbf', 'rate', `${kilobits}kbit`, 'burst', '3000', 'limit', '6000']
  removeOld()
  try {
    ip('netns', 'add', namespace)
  } catch {
    return false
  }
  try {
    ip('link', 'add', 'desk-near', 'type', 'veth', 'peer', 'name', 'desk-far', 'netns', namespace)
    ip('addr', 'add', `${here}/30`, 'dev', 'desk-near')
    ip('link', 'set', 'desk-near', 'up')
    ip(...inside('ip', 'addr', 'add', `${there}/30`, 'dev', 'desk-far'))
    ip(...inside('ip', 'link', 'set', 'desk-far', 'up'))
    execFileSync('tc', ['qdisc', 'add', 'dev', 'desk-near', 'root', ...queue], { stdio: 'ignore' })
    ip(...inside('tc', 'qdisc', 'add', 'dev', 'desk-far', 'root', ...queue))
    return true
  } catch {
    remove()
    return false
  }
}
