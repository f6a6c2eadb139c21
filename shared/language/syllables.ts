/** Where the tone mark of an open syllable in oa, oe, uy stands: `old` is hòa, thủy (the official list of units), `new` is hoà, thuỷ. */
export type TonePlacement = 'old' | 'new'

// The five tones as combining marks: grave, acute, tilde, hook above, dot below.
const tone = '[\\u0300\\u0301\\u0303\\u0309\\u0323]'
const syllableEnd = '(?![\\p{L}\\p{M}])'

// Decomposed open syllables, the tone on the second vowel or on the first. In "quý" the u belongs to the consonant: it never moves.
const onSecond = new RegExp(`(?<!q)(o(?=[ae])|u(?=y))([aey])(${tone})${syllableEnd}`, 'giu')
const onFirst = new RegExp(`(?<!q)(o(?=${tone}[ae])|u(?=${tone}y))(${tone})([aey])${syllableEnd}`, 'giu')

/**
 * A text in NFC with every tone mark of an open oa, oe, uy syllable at the given placement; nothing else changes, so both spellings
 * of a word become equal. Syllables with a final consonant have one placement and keep it.
 */
export const withTonePlacement = (text: string, placement: TonePlacement): string =>
  text
    .normalize('NFD')
    .replace(placement === 'old' ? onSecond : onFirst, '$1$3$2')
    .normalize('NFC')

/** The spelling in which names are shown and compared: NFC with the old tone placement (hòa, thủy). */
export const canonicalTone = (text: string): string => withTonePlacement(text, 'old')
