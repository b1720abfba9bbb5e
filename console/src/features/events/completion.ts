/** What could be meant by the word at the caret of a query. */

export type Word =
  | { kind: 'field'; typed: string; start: number; end: number }
  | { kind: 'value'; field: string; typed: string; start: number; end: number }

const FIELD = /(?:^|[\s(!+-])((?![+!-])(?:[^\s()[\]{}":\\]|\\.)*)$/u
const VALUE = /(?:^|[\s(!+-])((?![+!-])(?:[^\s()[\]{}":\\]|\\.)+):(?:"((?:[^"\\]|\\.)*)|((?:[^\s()[\]{}":\\]|\\.)*))$/u

/** Behind `field:(` stand values, whatever they are. */
const WITHIN_VALUES = /:\([^()]*$/

/** Null within brackets, regular expressions and texts that belong to no field. */
export function wordAt(query: string, caret: number): Word | null {
  const before = query.slice(0, caret)
  if (WITHIN_VALUES.test(before)) return null
  const value = VALUE.exec(before)
  if (value !== null) {
    const typed = value[2] ?? value[3] ?? ''
    if (/^[/[{<>=]/.test(typed)) return null
    const quoted = value[2] !== undefined
    const start = caret - typed.length - (quoted ? 1 : 0)
    return {
      kind: 'value',
      field: plain(value[1] ?? ''),
      typed: plain(typed),
      start,
      end: wordEnd(query, caret, quoted),
    }
  }
  if (insidePhrase(before)) return null
  const field = FIELD.exec(before)
  if (field === null) return null
  const typed = field[1] ?? ''
  return { kind: 'field', typed: plain(typed), start: caret - typed.length, end: wordEnd(query, caret, false) }
}

function plain(escaped: string): string {
  return escaped.replace(/\\([\s\S])/g, '$1')
}

function insidePhrase(before: string): boolean {
  return (before.replace(/\\[\s\S]/g, '').split('"').length - 1) % 2 === 1
}

function wordEnd(query: string, caret: number, quoted: boolean): number {
  const rest = query.slice(caret)
  const found = quoted ? /^(?:[^"\\]|\\.)*"?/u.exec(rest) : /^(?:[^\s()[\]{}":\\]|\\.)*:?/u.exec(rest)
  return caret + (found?.[0].length ?? 0)
}

/** The query with the word replaced, and where the caret goes. */
export function completed(query: string, word: Word, replacement: string): { query: string; caret: number } {
  const text = word.kind === 'field' ? `${replacement}:` : `${replacement} `
  const rest = query.slice(word.end)
  return {
    query: query.slice(0, word.start) + text + (word.kind === 'value' ? rest.trimStart() : rest),
    caret: word.start + text.length,
  }
}

/** Names that begin with what was typed, then those that have it elsewhere; each group in the order given. */
export function matching<Item extends { name: string }>(items: readonly Item[], typed: string, most: number): Item[] {
  const wanted = typed.toLowerCase()
  const first: Item[] = []
  const second: Item[] = []
  for (const item of items) {
    const at = item.name.toLowerCase().indexOf(wanted)
    if (at === 0) first.push(item)
    else if (at > 0 && wanted.length > 1) second.push(item)
    if (first.length >= most) break
  }
  return [...first, ...second].slice(0, most)
}

/** The server counts characters (code points), a browser UTF-16 units. */
export function unitOffset(text: string, characters: number): number {
  return [...text].slice(0, characters).join('').length
}
