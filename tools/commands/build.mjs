import { ensureBuild } from '../setup/build.mjs'
import { ensureNode, ensurePackages } from '../setup/node-and-packages.mjs'

/** `npm run build`: production bundles under `out/`. */
export const main = async () => {
  const node = await ensureNode()
  await ensurePackages()
  await ensureBuild(node, { always: true })
  return 0
}
