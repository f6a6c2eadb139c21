import type { CatalogueLike } from '../../catalogues.ts'
import type { bulkVi } from '../../catalogue-vi/lists/bulk.ts'

export const bulkEn: CatalogueLike<typeof bulkVi> = {
  title: 'Chosen cases',
  chosen: '{{n}} cases chosen',
  clear: 'Choose none',
  pin: 'Pin',
  dialogTitle: '{{name}}: {{n}} cases',
  oneAgency: 'The chosen cases belong to several agencies. Only cases of one agency can be assigned together.',
  running: '{{name}}: {{done}} / {{total}}',
  stop: 'Stop',
  saved: '{{name}}: {{n}} cases saved on this device',
  left: '{{n}} cases not reached',
  notTaken: '{{n}} cases not taken',
  notTakenTitle: '{{name}}: cases not taken',
  notTakenBody: 'The other cases were saved. Those below are as they were.',
  why: 'Why',
  keep: 'Choose these only',
}
