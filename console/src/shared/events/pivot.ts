/** Query text from fields and values, whatever they contain. The grammar stands in docs/reference/search.md. */

export type PivotAction = 'include' | 'exclude' | 'only'
export type PivotScalar = string | number | boolean

export interface Pivot {
  action: PivotAction
  field: string
  value: PivotScalar
}

export const MAX_QUERY = 8_192

const RESERVED = new Set(['AND', 'OR', 'NOT', 'TO'])
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/

/** A field's name as the query language reads it; null for one it has no way to write. */
export function fieldText(field: string): string | null {
  if (field === '' || CONTROL.test(field)) return null
  const escaped = field.replace(/[^\p{L}\p{N}_.@]/gu, (sign) =>
    sign.charCodeAt(0) < 128 || /\s/u.test(sign) ? `\\${sign}` : sign,
  )
  return RESERVED.has(escaped) ? `\\${escaped}` : escaped
}

/** Texts are quoted, so nothing in them is an operator. Null for what cannot be asked for exactly. */
export function valueText(value: unknown): string | null {
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    // JSON numbers beyond 2^53 are not the numbers the server has any more.
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) return null
    const text = String(value)
    return /^\d+(\.\d+)?$/.test(text) ? text : `"${text}"`
  }
  if (typeof value !== 'string' || value === '' || value.includes('\u0000')) return null
  return quoted(value)
}

/** A text between quotation marks, in which nothing is an operator. */
export function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`
}

const LONGEST_MENTION = 2_000

/** The whole value anywhere in the fields that a search without a field looks at. Null for what cannot be looked for. */
export function mentioning(value: string): string | null {
  return value === '' || value.length > LONGEST_MENTION || value.includes('\u0000') ? null : quoted(value)
}

export function term(field: string, value: unknown): string | null {
  const name = fieldText(field)
  const text = valueText(value)
  return name === null || text === null ? null : `${name}:${text}`
}

export function existsTerm(field: string): string | null {
  const name = fieldText(field)
  return name === null ? null : `_exists_:${quoted(field)}`
}

/** The query after a pivot. Null when the result would be longer than the server reads. */
export function pivoted(query: string, pivot: PivotAction, clause: string): string | null {
  const result = pivot === 'only' ? clause : joined(query, pivot, clause)
  return result.length <= MAX_QUERY ? result : null
}

/** Adds a clause once, and takes its opposite away. */
function joined(query: string, pivot: 'include' | 'exclude', clause: string): string {
  const positive = clause
  const negative = `NOT ${clause}`
  const wanted = pivot === 'include' ? positive : negative
  const unwanted = pivot === 'include' ? negative : positive
  const trimmed = query.trim()
  if (trimmed === '') return wanted
  const parts = conjuncts(trimmed)
  if (parts === null) return `(${trimmed}) AND ${wanted}`
  const kept = parts.filter((part) => part !== unwanted)
  return (kept.includes(wanted) ? kept : [...kept, wanted]).join(' AND ')
}

const STEP =
  /(?<space>\s+)|(?<phrase>"(?:[^\\"]|\\[\s\S])*")|(?<regex>\/(?:[^\\/]|\\[\s\S])*\/)|(?<open>[([{])|(?<close>[)\]}])|(?<word>(?:[^\s:()[\]{}"\\/]|\\[\s\S])+)|(?<other>[\s\S])/gy

/** The parts that must all hold, or null when they are joined in any other way (OR) or the text is not well formed. */
export function conjuncts(query: string): string[] | null {
  const parts: string[] = []
  let current = ''
  let depth = 0
  let negated = false
  const close = () => {
    if (current !== '') parts.push((negated ? 'NOT ' : '') + current)
    if (current !== '') negated = false
    current = ''
  }
  for (const step of query.matchAll(STEP)) {
    const groups = step.groups ?? {}
    const piece = step[0]
    if (groups['other'] === '"') return null
    if (groups['open'] !== undefined) depth += 1
    if (groups['close'] !== undefined) depth -= 1
    if (depth < 0) return null
    if (depth > 0 || groups['close'] !== undefined) {
      current += piece
      continue
    }
    if (groups['space'] !== undefined) {
      // `field: value` is one term, blanks or not.
      if (/:[<>]?=?$/.test(current)) continue
      close()
      continue
    }
    if (current === '' && groups['word'] !== undefined) {
      if (piece === 'OR' || piece.startsWith('||')) return null
      if (piece === 'AND' || piece === '&&') {
        if (negated || parts.length === 0) return null
        continue
      }
      if (piece === 'NOT' || piece === '!') {
        negated = !negated
        continue
      }
    }
    current += piece
  }
  close()
  return depth !== 0 || negated ? null : parts
}
