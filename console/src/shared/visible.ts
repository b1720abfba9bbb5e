/** Characters that change how text around them reads, or that cannot be seen (Unicode 16; UAX 9, UTS 39). */
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff]|\u{e0000}|[\u{e0001}-\u{e0fff}]/gu

export interface Piece {
  text: string
  /** The piece is one hidden character, `text` its code point. */
  hidden: boolean
}

const NAMES: Record<string, string> = { '\n': '↵', '\t': '⇥', '\r': '␍', '\0': '␀', '\u001b': '␛' }

const nameOf = (character: string): string =>
  NAMES[character] ?? `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** Text cut into what can be shown as it is and what has to be made visible. */
export const pieces = (text: string): Piece[] => {
  const found: Piece[] = []
  let from = 0
  for (const match of text.matchAll(HIDDEN)) {
    if (match.index > from) found.push({ text: text.slice(from, match.index), hidden: false })
    found.push({ text: nameOf(match[0]), hidden: true })
    from = match.index + match[0].length
  }
  if (from < text.length) found.push({ text: text.slice(from), hidden: false })
  return found
}

/** The same as one string, for titles and labels. */
export const visible = (text: string): string =>
  pieces(text)
    .map((piece) => (piece.hidden ? `[${piece.text}]` : piece.text))
    .join('')
