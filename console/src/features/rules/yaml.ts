/** YAML cut into coloured pieces, line by line: enough for reading rules, never wrong about the text itself. */

export type PieceKind = 'plain' | 'key' | 'text' | 'comment' | 'number' | 'mark'

export interface YamlPiece {
  kind: PieceKind
  text: string
}

const NUMBER = /^(?:-?\d+(?:\.\d+)?|true|false|null|~)$/
const LINE = /^(\s*(?:- )*\s*)("(?:[^"\\]|\\.)*"|'[^']*'|[^\s#'"[{][^#]*?)(:)(?=\s|$)/

/** The pieces of a line; put together again they are the line. */
export const yamlPieces = (line: string): YamlPiece[] => {
  const out: YamlPiece[] = []
  const push = (kind: PieceKind, text: string) => text !== '' && out.push({ kind, text })
  let rest = line
  const key = LINE.exec(rest)
  if (key) {
    const [whole, before = '', name = '', colon = ''] = key
    push('mark', before)
    push('key', name)
    push('mark', colon)
    rest = rest.slice(whole.length)
  } else {
    const lead = /^\s*(?:- )*/.exec(rest)?.[0] ?? ''
    push('mark', lead)
    rest = rest.slice(lead.length)
  }
  const comment = commentAt(rest)
  const value = comment < 0 ? rest : rest.slice(0, comment)
  const trimmed = value.trim()
  if (/^["'|>]/.test(trimmed)) push('text', value)
  else push(NUMBER.test(trimmed) ? 'number' : 'plain', value)
  if (comment >= 0) push('comment', rest.slice(comment))
  return out
}

/** Where a comment begins, outside quotation marks; -1 for nowhere. */
const commentAt = (text: string): number => {
  let quote = ''
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? ''
    if (quote !== '') {
      if (sign === '\\' && quote === '"') at += 1
      else if (sign === quote) quote = ''
    } else if ((sign === '"' || sign === "'") && /^\s*$|[\s[{,:(-]$/.test(text.slice(0, at))) quote = sign
    else if (sign === '#' && (at === 0 || /\s/.test(text[at - 1] ?? ''))) return at
  }
  return -1
}
