import { pino } from 'pino'
import { parseCommandLine } from '../../server/command-line.ts'
import { startServer } from '../../server/start.ts'

/** The real central server, but of a build that speaks other wire schemas: `OLDEST NEWEST` before the usual arguments. */
const [oldest, newest, ...args] = process.argv.slice(2)

const server = await startServer(parseCommandLine(args), {
  report: (line) => process.stderr.write(`${line}\n`),
  log: pino({ level: 'error' }, pino.destination(2)),
  environment: process.env,
  schemas: { oldest: Number(oldest), newest: Number(newest) },
  onOpened: (stop) => process.once('SIGTERM', () => void stop().then(() => process.exit(0))),
})
process.stdout.write(`${JSON.stringify({ event: 'listening', url: server.url })}\n`)
