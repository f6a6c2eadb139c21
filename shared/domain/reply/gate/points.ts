import { tokensOf } from '../../../language/words.ts'

// Folded syllables that say nothing about what a report is about: grammar, courtesy, and the words of every report.
const empty = new Set(
  (
    'a ai anh ban bang bao ben bi boi cac cach cai can cang chi cho chu chua chuc chung co con cu cua cung cuoc da dan dang day de den ' +
    'deu di dia diem do doi dong du dua dung duoc em gay gi giup gui hay hien ho hoi hom hon it kha khi khong kien kinh la lai lam len ' +
    'luon ly ma mat moi mong mot muon nao nay nen neu ngay nghi nguoi nha nhan nhieu nhu nhung no noi nua o on phan phia phuong qua quan ' +
    'quyen ra rang rat roi sau se so sang su suot ta tai thanh thay the thi thoi tieng tiep toi tren trinh trong truoc tu tung tuy va van vao ve ' +
    'vi viec voi vui vua xa xin xu xem thoi gian nang chuc tinh trang khu vuc thuong xuyen cam hien nay de nghi'
  ).split(' '),
)

/** Too short a report says nothing that a reply could miss. */
const fewestWords = 4

const contentOf = (text: string): Readonly<{ words: Set<string>; pairs: Set<string> }> => {
  const tokens = tokensOf(text)
  const words = new Set<string>()
  const pairs = new Set<string>()
  for (const [index, token] of tokens.entries()) {
    const isContent = !empty.has(token)
    if (isContent) words.add(token)
    const next = tokens[index + 1]
    if (next !== undefined && (isContent || !empty.has(next))) pairs.add(`${token} ${next}`)
  }
  return { words, pairs }
}

/** Whether a reply speaks of nothing that the report speaks of: no word of two syllables in common and at most one of one syllable. */
export const isOffPoint = (reply: string, report: string): boolean => {
  const asked = contentOf(report)
  if (asked.words.size < fewestWords) return false
  const told = contentOf(reply)
  if ([...asked.pairs].some((pair) => told.pairs.has(pair))) return false
  return [...asked.words].filter((word) => told.words.has(word)).length < 2
}
