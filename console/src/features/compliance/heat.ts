import type { Schemas } from '@/shared/api'

export interface HeatCell {
  counted: Schemas['Counted']
  /** Of what is known, the share that is met or partly met, 0 to 100; undefined when nothing is known. */
  percent: number | undefined
  known: number
  total: number
}

export const cellOf = (counted: Schemas['Counted']): HeatCell => {
  const known = counted.met + counted.partly_met + counted.not_met
  const total = known + counted.unknown
  const percent = known === 0 ? undefined : Math.round((100 * (counted.met + counted.partly_met / 2)) / known)
  return { counted, percent, known, total }
}

/** Five steps from bad to good, so that colour never is the only sign beside the number. */
export const stepOf = (percent: number | undefined): string =>
  percent === undefined
    ? 'none'
    : percent < 40
      ? 'bad'
      : percent < 60
        ? 'poor'
        : percent < 80
          ? 'fair'
          : percent < 95
            ? 'good'
            : 'best'

export const cellsByUnit = (cells: Schemas['Cell'][]): Map<string, Map<string, HeatCell>> => {
  const rows = new Map<string, Map<string, HeatCell>>()
  for (const cell of cells) {
    const row = rows.get(cell.unit) ?? new Map<string, HeatCell>()
    row.set(cell.category, cellOf(cell.counted))
    rows.set(cell.unit, row)
  }
  return rows
}
