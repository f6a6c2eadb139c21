import type { CatalogueLike } from '../catalogues.ts'
import type { replyVi } from '../catalogue-vi/reply.ts'

/** English texts of the reply editor. */
export const replyEn: CatalogueLike<typeof replyVi> = {
  template: 'Insert a template',
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

/** English texts of the reply gate. */
export const gateEn = {
  title: 'Reply check',
  nothing: 'Every part is there.',
  count: '{{n}} to look at',
  part: {
    found: 'Does not say what was found.',
    action: 'Does not say what was done or decided.',
    unit: 'Does not name the unit that acted.',
    time_place: 'Does not say when and where.',
    next: 'Names no next step and no contact.',
  },
  evidence: 'There is no photo after the work and no document.',
  offPoint: 'Speaks of nothing the citizen reported.',
  blank: 'A blank of the template is left: {{text}}',
  personalData: 'Holds a {{kind}} {{text}}: the approver must say why it may stay.',
  jump: 'Go there',
  overrideReason: 'Reason for submitting anyway',
  overrideHint: 'The approver reads it together with what is missing.',
  noEvidence: 'Reason for no evidence',
  noEvidenceHint: 'If there is a photo after the work or a document, close this and add it first.',
  noEvidenceReason: {
    nothing_to_show: 'The result cannot be shown by a photo or a document',
    private_place: 'A private place where no photos may be taken',
    restricted_document: 'The document may not be made public',
    explained_in_words: 'Explained in words only',
  },
  notShown: 'This reply was submitted by a version without the reply check.',
}
