import type { CatalogueLike } from '../catalogues.ts'
import type { carryVi } from '../catalogue-vi/carry.ts'

/** English texts of carrying unsent work to another device, and of signing out with such work. */
export const carryEn: CatalogueLike<typeof carryVi> = {
  out: 'Take to another device',
  outHint: 'Writes every unsent change to an encrypted file for another device of this account.',
  outTitle: 'Take unsent work to another device',
  outBody:
    'The file holds every unsent change and draft, encrypted with the passphrase below. Nobody opens it without, not even an administrator. What is in the file can no longer be changed or withdrawn here; sent from both devices it still counts once.',
  outConfirm: 'Choose where',
  outDone: '{{n}} changes are in the file.',
  in: 'Take in from another device',
  inHint: 'Opens a file of unsent work of this account from another device.',
  inTitle: 'Take in unsent work from {{name}}',
  inBody: 'Type the passphrase the file was written with. Taking the same file in again sends nothing twice.',
  inConfirm: 'Take in',
  inDone: 'Took in {{added}} changes to send and {{troubled}} to settle; {{known}} were here already.',
  passphrase: 'Passphrase of the file',
  passphraseHint: 'At least {{n}} characters. Remember it, or keep it apart from the file.',
  repeat: 'The passphrase again',
  tooShort: 'The passphrase needs at least {{n}} characters.',
  differs: 'The two are not the same.',
  failed: 'It did not work. Try again.',
  error: {
    nothing_unsent: 'There is no unsent change to take along.',
    disk_failed: 'The file could not be read or written. Check the disk and try again.',
    no_file: 'No file was chosen.',
    wrong_passphrase: 'The passphrase is wrong. The file is whole; type it again.',
    damaged: 'The file is damaged or was not copied whole. Copy it again; the work is still on the other device.',
    not_carried_work: 'This is no file of unsent work of iHaNoi Desk.',
    too_new: 'A newer app wrote the file. Update the app on this device and take it in again.',
    other_account: 'The file belongs to another account. Sign in as the one that wrote it.',
  },
  signOutTitle: 'There is unsent work',
  signOutBody:
    '{{waiting}} changes are unsent, {{troubled}} are to be settled, and drafts may not be at the server. Signing out now would leave work on this device that nobody sends.',
  signOutDropped: 'Signing out deletes what is under Withdrawn or dropped.',
  goingTitle: 'Withdrawn texts are left',
  goingBody:
    'There are {{n}} withdrawn or given-up texts. Signing out deletes them from this computer for good. To keep one, open Sync troubles and take it back or copy it first.',
  signOutSend: 'Send, then sign out',
  signOutCarry: 'Take to another device, then sign out',
  signOutStay: 'Stay',
  signOutNotSent: 'Not everything is sent: {{reason}}. Connect, settle it under Sync troubles, or take it along.',
  signOutOffline: 'the server cannot be reached',
  signOutTroubled: 'some changes are to be settled',
}
