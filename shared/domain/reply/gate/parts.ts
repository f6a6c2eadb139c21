import { daysInText } from '../../../language/days-in-text.ts'
import { fold } from '../../../language/fold.ts'
import {
  actionCue,
  foundCue,
  intentCue,
  momentCue,
  nextCue,
  resultCue,
  spotCue,
  unitCue,
} from '../../../language/reply-cues.ts'
import { sentencesOf } from '../../../language/sentences.ts'
import { personalDataIn } from '../personal-data.ts'
import { replyParts } from './findings.ts'
import type { ReplyPart } from './findings.ts'

/** A sentence that only says what will be looked into, or asks somebody to, tells of nothing that was found. */
const onlyIntended = (sentence: string): boolean => intentCue.test(sentence) && !resultCue.test(sentence)

// Only the beginning of a place in words is likely to come back: the ward after it goes without saying.
const names = (text: string, place: string): boolean => {
  const [beginning = ''] = fold(place).split(',')
  return beginning.trim().length > 2 && fold(text).includes(beginning.trim())
}

/** Which parts a reply lacks, in the order of the directive: what was found, what was done, by whom, when and where, what follows. */
export const partsMissing = (text: string, place: string): readonly ReplyPart[] => {
  const sentences = sentencesOf(text)
  const says: Readonly<Record<ReplyPart, boolean>> = {
    found: sentences.some((sentence) => foundCue.test(sentence) && !onlyIntended(sentence)),
    action: sentences.some((sentence) => actionCue.test(sentence)),
    unit: unitCue.test(text),
    time_place: (daysInText(text).length > 0 || momentCue.test(text)) && (spotCue.test(text) || names(text, place)),
    next: nextCue.test(text) || personalDataIn(text).some(({ kind }) => kind === 'phone' || kind === 'email'),
  }
  return replyParts.filter((part) => !says[part])
}
