import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

type Started = Readonly<{
  executable: string
  args: readonly string[]
  env: Readonly<Record<string, string>>
  mark: string
  /** A second mark, waited for and told beside the first. */
  later?: string
}>

type Target = Readonly<{ type: string; url: string; webSocketDebuggerUrl: string }>

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Evaluates an expression in a page through its debugger. */
async function evaluate(target: Target, expression: string): Promise<unknown> {
  const socket = new WebSocket(target.webSocketDebuggerUrl)
  try {
    return await new Promise((resolve, reject) => {
      socket.addEventListener('error', () => reject(new Error('the page went away')))
      socket.addEventListener('open', () =>
        socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression, returnByValue: true } })),
      )
      socket.addEventListener('message', ({ data }) => {
        const answer = JSON.parse(String(data)) as { id?: number; result?: { result?: { value?: unknown } } }
        if (answer.id === 1) resolve(answer.result?.result?.value)
      })
    })
  } finally {
    socket.close()
  }
}

/** The way to a mark in milliseconds from the start of the process, in order. */
export type Phases = Readonly<Record<string, number>>

const phasesTo = (mark: string, later: string | undefined) => `(() => {
  const atOf = (name) => performance.getEntriesByName(name)[0]?.startTime
  const at = atOf(${JSON.stringify(mark)})
  const [page] = performance.getEntriesByType('navigation')
  const laterAt = ${later === undefined ? '0' : `atOf(${JSON.stringify(later)})`}
  if (at === undefined || laterAt === undefined || page === undefined) return null
  const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0
  const phases = {
    'window asks for its page': 0,
    'page has come': page.responseEnd,
    'page is parsed': page.domInteractive,
    'scripts have run': page.domContentLoadedEventEnd,
    'content on the screen': painted,
    mark: at,
    ...(laterAt === 0 ? {} : { later: laterAt }),
  }
  return Object.fromEntries(Object.entries(phases).map(([name, ms]) => [name, performance.timeOrigin + ms]))
})()`

/** Starts a process and follows it to the page's mark, by the wall clock of both. */
export async function spawnToMark(start: Started): Promise<Phases> {
  const startedAtMs = Date.now()
  const child = spawn(start.executable, [...start.args, '--remote-debugging-port=0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...start.env },
  })
  try {
    const origin = await new Promise<string>((resolve, reject) => {
      child.once('exit', () => reject(new Error('the app ended')))
      createInterface({ input: child.stderr }).on('line', (line) => {
        const found = /DevTools listening on ws:\/\/([^/]+)\//.exec(line)?.[1]
        if (found !== undefined) resolve(found)
      })
    })
    const expression = phasesTo(start.mark, start.later)
    // Looked at late and seldom, so that looking does not slow the start.
    for (let tries = 0; tries < 60; tries += 1) {
      await pause(tries === 0 ? 2500 : 500)
      const targets = (await (await fetch(`http://${origin}/json/list`)).json()) as Target[]
      const page = targets.find(({ type, url }) => type === 'page' && url.includes('index.html'))
      const found = page === undefined ? null : ((await evaluate(page, expression)) as Phases | null)
      if (found) return Object.fromEntries(Object.entries(found).map(([name, atMs]) => [name, atMs - startedAtMs]))
    }
    throw new Error(`the mark ${start.mark} was never set`)
  } finally {
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }
}
