/** Characters that change how text around them reads, or that cannot be seen (Unicode 16; UAX 9, UTS 39). */
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}\u{fff0}-\u{fffb}\u{fffe}\u{ffff}]/gu

export interface Piece {
  text: string
  /** The piece is one hidden character, `text` its code point. */
  hidden: boolean
}

const NAMES: Record<string, string> = { '\n': '↵', '\t': '⇥', '\r': 'CR', '\0': 'NUL', '\u001b': 'ESC' }

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
