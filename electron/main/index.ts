import './node-compat.ts'
import { app } from 'electron'
import { refusedArgument } from './command-line.ts'
import { startDesk } from './start-desk.ts'

const refused = app.isPackaged ? refusedArgument(process.argv.slice(1)) : null
if (refused === null) {
  startDesk()
} else {
  process.stderr.write(`iHaNoi Desk refuses to start with --${refused}.\n`)
  process.exit(2)
}
