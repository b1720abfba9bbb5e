export type PivotAction = 'include' | 'exclude' | 'only' | 'hunt'
export type PivotScalar = string | number | boolean

export interface Pivot {
  action: PivotAction
  field: string
  value: PivotScalar
}

const escapeName = (name: string): string => name.replace(/[^\w.@-]/gu, (character) => `\\${character}`)

/** One condition of the query language: field, and the value between quotation marks unless it is a number or truth. */
export const condition = (field: string, value: PivotScalar): string =>
  typeof value === 'string'
    ? `${escapeName(field)}:"${value.replace(/["\\]/g, (character) => `\\${character}`)}"`
    : `${escapeName(field)}:${typeof value === 'number' && value < 0 ? `\\${value}` : value}`

const grouped = (query: string): string => (/\sOR\s|\|\|/.test(query) ? `(${query})` : query)

/** The query after a pivot. */
export const pivoted = (query: string, { action, field, value }: Pivot): string => {
  const found = condition(field, value)
  const before = query.trim()
  if (action === 'only' || action === 'hunt') return found
  const added = action === 'exclude' ? `NOT ${found}` : found
  if (before === '') return added
  if (before === added || before.endsWith(` AND ${added}`)) return before
  return `${grouped(before)} AND ${added}`
}
