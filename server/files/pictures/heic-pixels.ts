import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A small upright picture as RGBA bytes, row by row. */
export type SmallPixels = Readonly<{ data: Uint8ClampedArray; width: number; height: number }>

export type HeicLimits = Readonly<{ timeoutMs: number; memoryPages: number }>

const program = fileURLToPath(new URL('heic-child.ts', import.meta.url))
/** A picture of 48 million pixels takes 4 s and 460 MiB of the decoder's memory (pages of 64 KiB) on one old core. */
const usualLimits: HeicLimits = { timeoutMs: 30_000, memoryPages: 10_240 }
const headBytes = 8
/** One decoder at a time takes one core; more than this many pictures do not wait for their turn. */
const mostWaiting = 50

let waiting = 0
let turn: Promise<unknown> = Promise.resolve()

/**
 * Decodes a HEIC picture in a process of its own, which a hostile file may make slow, large or dead without harm to the server: null for
 * everything that gives no picture within the limits. `longest` bounds the longer side of the answer.
 */
export async function heicPixels(bytes: Buffer, longest: number, limits = usualLimits): Promise<SmallPixels | null> {
  if (waiting >= mostWaiting) return null
  waiting += 1
  const result = turn.then(() => decode(bytes, longest, limits))
  turn = result
  try {
    return pixelsOf(await result, longest)
  } finally {
    waiting -= 1
  }
}

/** What the process wrote before it ended, of its own or by its limits; it can name no secret of the server. */
function decode(bytes: Buffer, longest: number, { timeoutMs, memoryPages }: HeicLimits): Promise<Buffer> {
  return new Promise((resolve) => {
    const memory = [`--wasm-max-mem-pages=${memoryPages}`, '--max-old-space-size=128']
    const child = spawn(process.execPath, [...memory, program, String(longest)], {
      env: {},
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    })
    const parts: Buffer[] = []
    let length = 0
    child.stdout.on('data', (part: Buffer) => {
      length += part.length
      if (length > headBytes + longest * longest * 4) child.kill('SIGKILL')
      else parts.push(part)
    })
    child.once('error', () => resolve(Buffer.alloc(0)))
    child.once('close', (code) => resolve(code === 0 ? Buffer.concat(parts) : Buffer.alloc(0)))
    // It may end before it has read everything.
    child.stdin.on('error', () => undefined)
    child.stdin.end(bytes)
  })
}

function pixelsOf(answer: Buffer, longest: number): SmallPixels | null {
  if (answer.length <= headBytes) return null
  const [width, height] = [answer.readUInt32LE(0), answer.readUInt32LE(4)]
  const data = new Uint8ClampedArray(answer.subarray(headBytes))
  const isWhole = width > 0 && height > 0 && Math.max(width, height) <= longest && data.length === width * height * 4
  return isWhole ? { data, width, height } : null
}
