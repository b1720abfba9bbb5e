/** The matrix as columns: a technique stands under each of its tactics, with what its sub-techniques add. */

import type { Schemas } from '@/shared/api'

type Technique = Schemas['TechniqueCovered']
type Covered = Schemas['Covered']

export interface Cell {
  technique: Technique
  /** The best of the technique and its sub-techniques. */
  covered: Covered
  rules: number
  hits: number
  subs: Technique[]
}

const ORDER: readonly Covered[] = ['fired', 'ready', 'unfed', 'off', 'none']
const better = (one: Covered, other: Covered): Covered => (ORDER.indexOf(one) <= ORDER.indexOf(other) ? one : other)

export const columnsOf = (coverage: Schemas['CoverageRead']): { tactic: Schemas['TacticRead']; cells: Cell[] }[] => {
  const subs = new Map<string, Technique[]>()
  for (const technique of coverage.techniques)
    if (technique.parent !== null) subs.set(technique.parent, [...(subs.get(technique.parent) ?? []), technique])
  const cells = coverage.techniques
    .filter(({ parent }) => parent === null)
    .map((technique): Cell => {
      const below = subs.get(technique.id) ?? []
      return {
        technique,
        subs: below,
        covered: below.reduce((best, sub) => better(best, sub.covered), technique.covered),
        rules: below.reduce((sum, sub) => sum + sub.rules, technique.rules),
        hits: below.reduce((sum, sub) => sum + (sub.hits ?? 0), technique.hits ?? 0),
      }
    })
  return coverage.tactics.map((tactic) => ({
    tactic,
    cells: cells
      .filter(({ technique }) => technique.tactics.includes(tactic.shortname))
      .sort((a, b) => ORDER.indexOf(a.covered) - ORDER.indexOf(b.covered) || b.hits - a.hits || b.rules - a.rules),
  }))
}
