/** How two documents differ, place by place. */

export interface Difference {
  place: string
  kind: 'added' | 'removed' | 'changed'
  before: string
  after: string
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
const branches = (value: unknown): [string, unknown][] | undefined => {
  if (Array.isArray(value)) return value.map((one, at): [string, unknown] => [`[${at}]`, one])
  if (typeof value === 'object' && value !== null) return Object.entries(value).map(([name, one]) => [`.${name}`, one])
  return undefined
}

export const differences = (before: unknown, after: unknown, place = ''): Difference[] => {
  if (before === after) return []
  const at = place.replace(/^\./, '')
  if (before === undefined) return [{ place: at, kind: 'added', before: '', after: shown(after) }]
  if (after === undefined) return [{ place: at, kind: 'removed', before: shown(before), after: '' }]
  const [left, right] = [branches(before), branches(after)]
  if (left === undefined || right === undefined || Array.isArray(before) !== Array.isArray(after)) {
    return shown(before) === shown(after) && typeof before === typeof after
      ? []
      : [{ place: at, kind: 'changed', before: shown(before), after: shown(after) }]
  }
  const [old, young] = [new Map(left), new Map(right)]
  return [...new Set([...old.keys(), ...young.keys()])].flatMap((name) =>
    differences(old.get(name), young.get(name), `${place}${name}`),
  )
}
