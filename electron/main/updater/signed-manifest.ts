import { createPublicKey, verify } from 'node:crypto'
import type { UpdateInfo } from 'builder-util-runtime'
import { DeskError } from '../desk-error.ts'

type Version = readonly [number, number, number]

/** True when the base64 signature is ours over exactly these bytes (Ed25519). */
function isSigned(manifest: string, signature: string, publicKeyPem: string): boolean {
  const bytes = Buffer.from(signature.trim(), 'base64')
  if (bytes.length !== 64) return false
  return verify(null, Buffer.from(manifest, 'utf8'), createPublicKey(publicKeyPem), bytes)
}

function parseVersion(text: string): Version | null {
  const match = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})$/.exec(text)
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : null
}

/** Negative when `a` is older than `b`. */
function compareVersions(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2]
}

/**
 * Lets a manifest pass or throws: `signature_wrong` unless our key signed it, `manifest_wrong` for a version or files we
 * would never publish, `downgrade` for an older version. Runs before anything is downloaded.
 */
export function assertTrustedManifest(options: {
  manifest: string
  signature: string
  publicKeyPem: string
  parse: (manifest: string) => UpdateInfo
  currentVersion: string
}): UpdateInfo {
  const { manifest, signature, publicKeyPem, parse, currentVersion } = options
  if (!isSigned(manifest, signature, publicKeyPem)) throw new DeskError('signature_wrong', 'the manifest is not ours')
  const info = parse(manifest)
  const offered = parseVersion(info.version)
  const current = parseVersion(currentVersion)
  if (offered === null || current === null) throw new DeskError('manifest_wrong', 'not a release version')
  const isPlain = info.files.length > 0 && info.files.every((file) => /^[\w.-]+$/.test(file.url) && file.sha512)
  if (!isPlain) throw new DeskError('manifest_wrong', 'a file without checksum or outside the feed')
  if (compareVersions(offered, current) < 0) throw new DeskError('downgrade', 'the manifest offers an older version')
  return info
}
