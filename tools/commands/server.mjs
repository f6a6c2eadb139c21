import { join } from 'node:path'
import { ensureNode, ensurePackages } from '../setup/node-and-packages.mjs'
import { root } from '../setup/places.mjs'
import { run } from '../setup/run-process.mjs'

/** `npm run server -- ...`: the central server alone; its stdout is ours. Paths given are those of the caller's folder. */
export const main = async (args) => {
  const node = await ensureNode()
  await ensurePackages()
  return run(node, [join(root, 'server', 'main.ts'), ...args], {
    stdout: 'inherit',
    cwd: process.env.INIT_CWD ?? process.cwd(),
  })
}
