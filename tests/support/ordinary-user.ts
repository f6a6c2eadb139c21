import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { electronBinary } from './desktop.ts'

const name = 'ihanoi-desk-test'

/** An ordinary user's copy of the runtime with an app; `executable` runs as that user whoever calls it. */
export type OrdinaryUser = Readonly<{ executable: string; profile: string; uid: number; remove: () => void }>

const idOf = (user: string) =>
  Number(execFileSync('id', ['-u', user], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))

/** The uid of the ordinary user: made once where root runs the tests, else the caller itself. */
export function ordinaryUserId(): number | null {
  if (process.getuid?.() !== 0) return process.getuid?.() ?? null
  try {
    return idOf(name)
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name])
    return idOf(name)
  }
}

/** Why the sandbox cannot be tried here, or null. */
export function whyNoOrdinaryUser(): string | null {
  if (process.platform !== 'linux') return 'only Linux needs an ordinary user for this'
  return process.getuid?.() === 0 && !existsSync('/usr/sbin/useradd') ? 'useradd is missing' : null
}

/** A copy of the display’s key that this user may read, or an empty string: the key belongs to whoever started the display. */
export function shareDisplayKey(folder: string, uid: number): string {
  const source = process.env['XAUTHORITY']
  const target = join(folder, 'Xauthority')
  if (source === undefined || !existsSync(source)) return ''
  copyFileSync(source, target)
  if (process.getuid?.() === 0) chownSync(target, uid, uid)
  return target
}

/** Copies runtime and app (`package.json`, `out/`) to a temporary folder; root makes and uses the user, others are it. */
export function asOrdinaryUser(appFolder: string): OrdinaryUser {
  const uid = ordinaryUserId()
  if (uid === null) throw new Error('this system has no users')
  const folder = mkdtempSync(join(tmpdir(), 'ihanoi-desk-user-'))
  chmodSync(folder, 0o755)
  const runtime = join(folder, 'runtime')
  execFileSync('cp', ['-r', dirname(electronBinary()), runtime])
  const app = join(runtime, 'resources', 'app')
  rmSync(app, { recursive: true, force: true })
  for (const part of ['package.json', 'out']) cpSync(join(appFolder, part), join(app, part), { recursive: true })
  const profile = join(folder, 'home', 'profile')
  mkdirSync(profile, { recursive: true })
  const isRoot = process.getuid?.() === 0
  if (isRoot) for (const path of [join(folder, 'home'), profile]) chownSync(path, uid, uid)
  const key = shareDisplayKey(folder, uid)
  const drop = isRoot ? `setpriv --reuid=${uid} --regid=${uid} --clear-groups ` : ''
  const executable = join(folder, 'electron-as-user')
  const lines = [
    '#!/bin/sh',
    `export HOME='${join(folder, 'home')}'`,
    ...(key === '' ? [] : [`export XAUTHORITY='${key}'`]),
  ]
  writeFileSync(executable, `${[...lines, `exec ${drop}'${join(runtime, 'electron')}' "$@"`].join('\n')}\n`, {
    mode: 0o755,
  })
  return { executable, profile, uid, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
