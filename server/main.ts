import { pino } from 'pino'
import { parseCommandLine } from './command-line.ts'
import { startServer } from './start.ts'

const log = pino(
  {
    level: process.env['IHANOI_DESK_LOG'] ?? 'error',
    base: null,
    // What a request carries never reaches the log, whatever an error drags along.
    redact: {
      paths: ['req', 'res', 'headers', 'body', 'err.parameters', 'err.detail', 'err.where', 'err.query', 'err.params'],
      remove: true,
    },
  },
  pino.destination({ dest: 2, sync: true }),
)

let stopping = false

/** Stops once for all signals; a second signal ends the process at once. */
function stopOnSignals(stop: () => Promise<void>): void {
  const end = (): void => {
    if (stopping) process.exit(1)
    stopping = true
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}

/** An error with a code was made for people; its message alone is shown. Anything else is a fault and shown whole. */
function explain(error: unknown): string {
  if (error instanceof Error && 'code' in error && /^[a-z][a-z_]+$/.test(String(error.code))) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

try {
  const server = await startServer(parseCommandLine(process.argv.slice(2)), {
    report: (line) => process.stderr.write(`${line}\n`),
    log,
    environment: process.env,
    onOpened: stopOnSignals,
  })
  process.stdout.write(`${JSON.stringify({ event: 'listening', url: server.url })}\n`)
} catch (error) {
  // Work that a stop cut short is no failure: it goes on at the next start.
  if (!stopping) {
    process.stderr.write(`ihanoi-desk-server: ${explain(error)}\n`)
    process.exitCode = 1
  }
}
