import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** What set-up makes and may be deleted at any time: the Electron runtime, stamps, data of `npm start`. */
export const cache = join(root, '.cache')

/** SHA-256 of the files given, in their order. */
export const fingerprint = (...files) => {
  const hash = createHash('sha256')
  for (const file of files) hash.update(existsSync(file) ? readFileSync(file) : '')
  return hash.digest('hex')
}

const stampFile = (name) => join(cache, 'stamps', name)

/** True where the step `name` was last finished with exactly this fingerprint. */
export const isStamped = (name, value) => existsSync(stampFile(name)) && readFileSync(stampFile(name), 'utf8') === value

/** Notes that the step `name` is finished. */
export const stamp = (name, value) => {
  mkdirSync(dirname(stampFile(name)), { recursive: true })
  writeFileSync(stampFile(name), value)
}
