import type { CatalogueLike } from '../catalogues.ts'
import type { frameVi, statusVi } from '../catalogue-vi/frame.ts'

/** English texts of the window's frame. */
export const frameEn: CatalogueLike<typeof frameVi> = {
  product: 'iHaNoi Desk',
  navigation: 'Main navigation',
  queue: 'Queue',
  charts: 'Figures',
  team: 'Team',
  outbox: 'Sync troubles',
  admin: 'Administration',
  settings: 'Settings',
  troubled: '{{n}} to look at',
  loading: 'Loading',
  retry: 'Try again',
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  copy: 'Copy',
  copied: 'Copied',
  provisional: 'to be confirmed',
  temporaryRule: 'provisional rule',
  waitingToSend: 'Changes wait to be sent',
  unknown: 'Unknown',
  none: 'None',
  loadFailed: 'The data on this device could not be read',
  loadFailedHint: 'What was saved is still there. Try again; if it fails again, close and reopen the app.',
  crashTitle: 'This screen met an error',
  crashBody: 'Work saved on this device is safe. Reopen the screen to go on.',
  crashReload: 'Reopen the screen',
  crashCode: 'Error code for support: {{code}}',
  workerRestarting: 'The data part of the app is restarting. What was saved is safe.',
  vaultDamaged:
    'The data file on this device was damaged. Unsent work is rebuilt from the journal; cases are loaded again when online.',
  vaultTooNew:
    'A newer app wrote the data on this device, so this one leaves it alone. Update the app and open it again; data and unsent work are whole.',
  vaultNotUpgraded:
    'The data on this device could not be upgraded, mostly because the disk is full. The old data and unsent work are whole. Make room and open the app again.',
  tooOld: {
    app: 'This app is older than the server requires, so new changes do not arrive. Update it under Settings, or ask your administrator. Loaded cases stay readable; your work stays on this device and is still sent.',
    server:
      'The server is older than this app. Tell your administrator to update the server. Loaded cases stay readable; your work stays on this device and is sent by itself once the server is updated.',
  },
  rescuedTitle: 'Earlier unsent work was sent',
  rescuedBody: 'The former data key of this device is gone; {{sent}} unsent items were sent to the server.',
  rescuedTroubled: '{{troubled}} of them were not applied; see the outbox.',
  rescuedRefused: '{{refused}} items could not be taken by the server and are kept on this device; tell support.',
  recoveredTitle: 'Unsent work was recovered',
  recoveredBody: '{{commands}} changes and {{drafts}} drafts were rebuilt from the journal on this device.',
}

/** English texts of the bottom bar. */
export const statusEn: CatalogueLike<typeof statusVi> = {
  filesWaiting: '{{n}} files waiting',
  name: 'Sync status',
  synced: 'Synced',
  syncing: 'Syncing',
  offline: 'Offline',
  needs_sign_in: 'Sign-in needed',
  locked: 'Sign-in needed',
  waiting: '{{n}} changes to send',
  completeAt: 'last {{moment}}',
  neverComplete: 'never synced',
  progress: '{{loaded}}/{{total}} cases',
  progressOpen: '{{loaded}} records loaded',
  clockAhead: 'The device clock is {{duration}} ahead of the server',
  clockBehind: 'The device clock is {{duration}} behind the server',
  clockHint: 'Deadlines still follow the server clock. The device clock should be set.',
  blocked: 'the network wants a sign-in',
  blockedHint:
    'This network wants a sign-in or blocks the way. Sign in to it in a browser, then sync now. Changes are safe on this device.',
  offlineHint: 'Cases can still be read, notes taken, replies written and submitted; changes are sent when online.',
  tooOld: { app: 'The app must be updated', server: 'The server must be updated' },
  signIn: 'Sign in again',
  syncNow: 'Sync now',
  signedInAs: 'Signed in',
  succession: 'moving {{n}} cases to the succeeding agency',
  successionHint:
    'Reorganisation under way: {{names}}. Cases, accounts and templates move by themselves; work can go on meanwhile.',
  recomputing: 'updating the deadlines of {{n}} cases',
  recomputingHint: 'Working hours have changed; deadlines are being computed anew and appear when done.',
}
