import type { Sealer } from './sealer.ts'

/** Who was signed in last, as the profile keeps it. */
export type StoredSession = Readonly<{
  v: 1
  accountId: string
  username: string
  displayName: string
  serverUrl: string
  identity: 'development'
}>

const texts = ['accountId', 'username', 'displayName', 'serverUrl'] as const

/** Throws `keyring_gone` for another sealer's work, and any error for what is no session. */
export function openSession(sealed: Buffer, sealer: Sealer): StoredSession {
  const content = JSON.parse(sealer.open(sealed).toString('utf8')) as Partial<StoredSession> | null
  if (content === null || content.v !== 1 || content.identity !== 'development') throw new SyntaxError('not a session')
  if (texts.some((name) => typeof content[name] !== 'string')) throw new SyntaxError('a session without a name')
  return content as StoredSession
}
