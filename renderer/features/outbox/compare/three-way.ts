import { diffIndices } from 'node-diff3'

/** A stretch of three texts: equal in all, or changed from the base on one side or on both in different ways. */
export type Segment =
  | Readonly<{ kind: 'same'; text: string }>
  | Readonly<{ kind: 'mine' | 'theirs' | 'conflict'; base: string; mine: string; theirs: string }>
export type Changed = Exclude<Segment, { kind: 'same' }>

/** Which side's words of a changed stretch go into the text put together. */
export type Pick = 'mine' | 'theirs' | 'both'

/** A word or a mark with the blanks behind it; words are compared without those. A line break is a word of its own. */
type Token = Readonly<{ key: string; text: string }>
type Hunk = Readonly<{ side: 'mine' | 'theirs'; from: number; to: number; sideFrom: number; sideTo: number }>
type Sides = Readonly<{ base: readonly Token[]; mine: readonly Token[]; theirs: readonly Token[] }>

const word = /\n[^\S\n]*|(?:[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}])[^\S\n]*|[^\S\n]+/gu

/** Words in their composed form: two keyboards may write the same letter in two ways. */
export function wordsIn(text: string): Token[] {
  return Array.from(text.normalize('NFC').replaceAll('\r\n', '\n').matchAll(word), ([found]) => ({
    key: found.startsWith('\n') ? '\n' : found.trim(),
    text: found,
  }))
}

/**
 * What became of a text on two sides, word by word. Without a base what the two have in common counts as equal and every difference
 * as a conflict.
 */
export function threeWay(base: string | null, mine: string, theirs: string): Segment[] {
  const sides = { mine: wordsIn(mine), theirs: wordsIn(theirs), base: base === null ? [] : wordsIn(base) }
  return apart(base === null ? twoWay(sides) : joined(grouped(hunksOf(sides)).flatMap(cutter(sides)), sides))
}

/** The text put together: every change of one side alone, and of a conflict the side picked, the own one unless told otherwise. */
export function textOf(segments: readonly Segment[], picks: ReadonlyMap<number, Pick>): string {
  const parts = segments.map((segment, place) => {
    if (segment.kind === 'same') return segment.text
    const pick = picks.get(place) ?? (segment.kind === 'theirs' ? 'theirs' : 'mine')
    return pick === 'both' ? spaced(segment.mine, segment.theirs) : segment[pick]
  })
  return parts.reduce(spaced, '')
}

/** Two stretches one behind the other: words that came from different texts keep a blank between them, a closing mark takes none. */
function spaced(before: string, after: string): string {
  if (/[\p{L}\p{M}\p{N}]$/u.test(before) && /^[\p{L}\p{N}]/u.test(after)) return `${before} ${after}`
  return /^[.,;:!?)]/u.test(after) ? before.replace(/ +$/u, '') + after : before + after
}

function hunksOf({ base, mine, theirs }: Sides): Hunk[] {
  const of = (side: Hunk['side'], tokens: readonly Token[]) =>
    diffIndices(keysOf(base), keysOf(tokens)).map(({ buffer1, buffer2 }): Hunk => {
      const [[from, length], [sideFrom, sideLength]] = [buffer1, buffer2]
      return { side, from, to: from + length, sideFrom, sideTo: sideFrom + sideLength }
    })
  return [...of('mine', mine), ...of('theirs', theirs)].toSorted((a, b) => a.from - b.from || a.to - b.to)
}

/** Changes that touch the same words of the base, or the same gap between two, belong together. */
function grouped(hunks: readonly Hunk[]): Hunk[][] {
  const groups: Hunk[][] = []
  let end = -1
  for (const hunk of hunks) {
    const last = groups.at(-1)
    const isSameGap = last?.some((other) => other.from === hunk.from) ?? false
    if (last && (hunk.from < end || isSameGap)) last.push(hunk)
    else groups.push([hunk])
    end = Math.max(end, hunk.to)
  }
  return groups
}

type Cut = Readonly<{ from: number; to: number; changed: Segment }>

function cutter(sides: Sides) {
  return (group: readonly Hunk[]): Cut => {
    const from = Math.min(...group.map((hunk) => hunk.from))
    const to = Math.max(...group.map((hunk) => hunk.to))
    const base = joinedText(sides.base.slice(from, to))
    const partOf = (side: Hunk['side']): string => {
      const own = group.filter((hunk) => hunk.side === side)
      const [first, last] = [own[0], own.at(-1)]
      if (!first || !last) return base
      return joinedText(sides[side].slice(first.sideFrom - (first.from - from), last.sideTo + (to - last.to)))
    }
    const [mine, theirs] = [partOf('mine'), partOf('theirs')]
    if (mine === theirs) return { from, to, changed: { kind: 'same', text: mine } }
    const both = group.some((hunk) => hunk.side === 'mine') && group.some((hunk) => hunk.side === 'theirs')
    return { from, to, changed: { kind: both ? 'conflict' : (group[0]?.side ?? 'mine'), base, mine, theirs } }
  }
}

/** The changes with the words between them, as the own text spaces them. */
function joined(cuts: readonly Cut[], { base }: Sides): Segment[] {
  const segments: Segment[] = []
  let at = 0
  for (const { from, to, changed } of cuts) {
    if (from > at) segments.push({ kind: 'same', text: joinedText(base.slice(at, from)) })
    segments.push(changed)
    at = to
  }
  if (at < base.length) segments.push({ kind: 'same', text: joinedText(base.slice(at)) })
  return segments
}

function twoWay({ mine, theirs }: Sides): Segment[] {
  const segments: Segment[] = []
  let at = 0
  for (const { buffer1, buffer2 } of diffIndices(keysOf(mine), keysOf(theirs))) {
    const [[from, length], [otherFrom, otherLength]] = [buffer1, buffer2]
    if (from > at) segments.push({ kind: 'same', text: joinedText(mine.slice(at, from)) })
    const own = joinedText(mine.slice(from, from + length))
    const other = joinedText(theirs.slice(otherFrom, otherFrom + otherLength))
    segments.push({ kind: 'conflict', base: '', mine: own, theirs: other })
    at = from + length
  }
  if (at < mine.length) segments.push({ kind: 'same', text: joinedText(mine.slice(at)) })
  return segments
}

/** Words that follow an equal stretch which ends without a blank, because its text went on otherwise, get one of their own. */
function apart(segments: readonly Segment[]): Segment[] {
  return segments.map((segment, place) => {
    const before = segments[place - 1]
    if (segment.kind === 'same' || before?.kind !== 'same' || !/[\p{L}\p{M}\p{N}]$/u.test(before.text)) return segment
    const own = (text: string): string => (/^[\p{L}\p{N}]/u.test(text) ? ` ${text}` : text)
    return { ...segment, base: own(segment.base), mine: own(segment.mine), theirs: own(segment.theirs) }
  })
}

function keysOf(tokens: readonly Token[]): string[] {
  return tokens.map((token) => token.key)
}

function joinedText(tokens: readonly Token[]): string {
  return tokens.map((token) => token.text).join('')
}
