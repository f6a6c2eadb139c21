export type UpdateSettings = Readonly<{ url: string; publicKeyPem: string }>

type Sources = Readonly<{
  bundled: Readonly<{ url: string; publicKey: string }>
  env: Readonly<Record<string, string | undefined>>
  isPackaged: boolean
}>

function isUsable(rawUrl: string, isPackaged: boolean): boolean {
  try {
    const url = new URL(rawUrl)
    const isLoopback = url.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(url.hostname)
    return url.protocol === 'https:' || (isLoopback && !isPackaged)
  } catch {
    return false
  }
}

/**
 * Where updates come from and whose signature they carry; null keeps the updater off. A packaged app takes its key from
 * the bundle alone: the environment may name another place, never another signer.
 */
export function updateSettings({ bundled, env, isPackaged }: Sources): UpdateSettings | null {
  const url = env['IHANOI_DESK_UPDATE_URL'] ?? bundled.url
  const publicKeyPem = (isPackaged ? undefined : env['IHANOI_DESK_UPDATE_KEY']) ?? bundled.publicKey
  return publicKeyPem !== '' && isUsable(url, isPackaged) ? { url, publicKeyPem } : null
}
