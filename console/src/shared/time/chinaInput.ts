const EAST = 8 * 3_600_000

/** An instant as a field of minutes has it: China's time. */
export const toChinaInput = (at: string | number | null): string =>
  at === null ? '' : new Date((typeof at === 'number' ? at : Date.parse(at)) + EAST).toISOString().slice(0, 16)

/** What stands in such a field as an instant; what was there before, to the second, when nobody changed it. */
export const fromChinaInput = (text: string, before: string | null = null): string | null =>
  text === '' ? null : before !== null && text === toChinaInput(before) ? before : `${text}:00+08:00`
