import type { DeskBridge } from '../../../../../shared/ipc/bridge.ts'
import { maxPieceBytes } from '../../../../../shared/ipc/evidence.ts'
import type { IntakeCode } from '../../../../../shared/ipc/evidence.ts'
import type { AnnouncedFile } from '../../../../../shared/domain/command.ts'
import { makeThumbnail } from './make-thumbnail.ts'

export type FailCode = IntakeCode | 'unreadable'
type Role = AnnouncedFile['role']

/** A file somebody picked, on its way into the sealed store of this device. */
export type PickedFile = Readonly<{
  key: string
  name: string
  sizeBytes: number
  role: Role
  thumb: string | null
}> &
  Readonly<
    | { phase: 'reading'; percent: number }
    | { phase: 'ready'; file: Omit<AnnouncedFile, 'role'> }
    | { phase: 'failed'; code: FailCode }
  >

type Taken = Readonly<
  { ok: true; file: Omit<AnnouncedFile, 'role'>; thumb: string | null } | { ok: false; code: FailCode }
>
type Taking = Readonly<{
  bridge: DeskBridge
  caseId: string
  file: File
  onPercent: (percent: number) => void
  isUnwanted: () => boolean
}>

/** What a file most likely is, for the officer to correct. */
export function likelyRole(type: string): Role {
  return type.startsWith('image/') || type.startsWith('video/') ? 'evidence' : 'document'
}

/** Hands a file to the main process in pieces, which checks and seals them; null where it was removed meanwhile. */
export async function takeFile(taking: Taking): Promise<Taken | null> {
  const { bridge, caseId, file, onPercent, isUnwanted } = taking
  const begun = await bridge.call('evidence:begin', { caseId, name: file.name, sizeBytes: file.size })
  if (!begun.ok) return begun
  const { ticket } = begun
  for (let at = 0; at < file.size; at += maxPieceBytes) {
    if (isUnwanted()) {
      await bridge.call('evidence:abandon', { ticket })
      return null
    }
    const piece = await readPiece(file, at)
    if (piece === null) {
      await bridge.call('evidence:abandon', { ticket })
      return { ok: false, code: 'unreadable' }
    }
    const taken = await bridge.call('evidence:append', { ticket, bytes: piece })
    if (!taken.ok) return taken
    onPercent(Math.floor(((at + piece.length) * 100) / file.size))
  }
  const thumb = file.type.startsWith('image/') ? await makeThumbnail(file) : null
  const finished = await bridge.call('evidence:finish', { ticket, thumb })
  return finished.ok ? { ok: true, file: finished.file, thumb } : finished
}

async function readPiece(file: File, at: number): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await file.slice(at, at + maxPieceBytes).arrayBuffer())
  } catch (error) {
    // The file was moved, changed or its drive taken out since it was picked.
    if (error instanceof DOMException) return null
    throw error
  }
}
