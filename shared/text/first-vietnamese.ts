import { caseVi } from './catalogue-vi/case-view.ts'
import { frameVi, statusVi } from './catalogue-vi/frame.ts'
import { queueVi } from './catalogue-vi/lists/queue.ts'
import { standingVi } from './catalogue-vi/standing.ts'
import { wordsVi } from './catalogue-vi/words.ts'

/** The Vietnamese texts of the frame and the list, which every start shows; the others come with their screens. */
export const firstVietnamese = {
  frame: frameVi,
  status: statusVi,
  words: wordsVi,
  queue: queueVi,
  case: caseVi,
  standing: standingVi,
}
