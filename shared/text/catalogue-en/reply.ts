import type { CatalogueLike } from '../catalogues.ts'
import type { replyVi } from '../catalogue-vi/reply.ts'

/** English texts of the reply editor. */
export const replyEn: CatalogueLike<typeof replyVi> = {
  editor: 'Reply',
  placeholder: 'Say what was found, what was done and by which unit, when and where, the next step and a contact.',
  words: '{{n}} words',
  savedOnDevice: 'saved on this device',
  savedAt: 'saved on this device {{moment}}',
  saving: 'saving',
  saveFailed: 'not saved yet; the text is still here and the app tries again',
  untouched: 'no draft yet',
  restored: 'The draft saved {{moment}} was restored.',
  returned: 'Returned for changes',
  submittedReply: 'Submitted reply',
  submittedBy: 'Submitted by {{name}} {{moment}}, revision {{revision}}',
  published: 'Approved reply',
  approvedBy: 'Approved by {{name}} {{moment}}',
  beside: 'Compare with the report',
  notYours: 'Only the assigned officer writes the reply.',
  notYet: 'The reply can be written once the case is in progress.',
  draftPrinted: 'Draft, not submitted for approval.',
  noReply: 'There is no reply.',
  placeholderHint: 'Write {{token}} where the citizen is addressed; the server fills in the name.',
}
