import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

type Release = Readonly<{
  version: string
  /** What is served instead of the file the manifest describes. */
  servedFile?: Buffer
  /** Changes the manifest after it was signed. */
  tamper?: (manifest: string) => string
  /** Signs with another key than the app trusts. */
  foreignKey?: boolean
  /** Leaves the signature out (404). */
  unsigned?: boolean
}>

/** A feed of updates on a loopback port, with its own signing key. */
export type UpdateFeed = Readonly<{
  url: string
  publicKeyPem: string
  /** Paths asked for since the last `publish`. */
  asked: string[]
  publish: (release: Release) => void
  close: () => Promise<void>
}>

export const installer = Buffer.from('the installer of the new version\n'.repeat(5_000))

function manifestOf(version: string): string {
  const sha512 = createHash('sha512').update(installer).digest('base64')
  const name = `ihanoi-desk-${version}.exe`
  const file = `files:\n  - url: ${name}\n    sha512: ${sha512}\n    size: ${installer.length}\n`
  return `version: ${version}\n${file}path: ${name}\nsha512: ${sha512}\nreleaseDate: '2026-01-01T00:00:00.000Z'\n`
}

const signed = (manifest: string, key: KeyObject) => sign(null, Buffer.from(manifest), key).toString('base64')

/** Starts a feed that has nothing until something is published. */
export async function startUpdateFeed(): Promise<UpdateFeed> {
  const trusted = generateKeyPairSync('ed25519')
  const foreign = generateKeyPairSync('ed25519')
  const files = new Map<string, Buffer>()
  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    asked.push(path)
    const content = files.get(path)
    if (content === undefined) response.writeHead(404).end()
    else response.writeHead(200, { 'content-length': content.length }).end(content)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const publish = (release: Release) => {
    const manifest = manifestOf(release.version)
    const key = release.foreignKey ? foreign.privateKey : trusted.privateKey
    const served = release.tamper ? release.tamper(manifest) : manifest
    files.clear()
    asked.length = 0
    for (const name of ['/latest.yml', '/latest-linux.yml']) {
      files.set(name, Buffer.from(served))
      if (!release.unsigned) files.set(`${name}.sig`, Buffer.from(signed(manifest, key)))
    }
    files.set(`/ihanoi-desk-${release.version}.exe`, release.servedFile ?? installer)
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    publicKeyPem: trusted.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    asked,
    publish,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
