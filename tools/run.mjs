import { SetupFailure, say } from './setup/say.mjs'

/** Every npm script comes through here: `node tools/run.mjs <command> [args]`. Runs on any Node from 18 on, without packages. */
const commands = ['start', 'test', 'build', 'server', 'test:long', 'test:mutations', 'bench', 'package']

const [name, ...args] = process.argv.slice(2)
if (!commands.includes(name)) {
  say(`Unknown command "${name ?? ''}". There are: ${commands.join(', ')}.`)
  process.exit(2)
}

try {
  const { main } = await import(`./commands/${name.replace(':', '-')}.mjs`)
  process.exitCode = await main(args)
} catch (error) {
  if (!(error instanceof SetupFailure)) throw error
  say(error.message)
  process.exitCode = 1
}
