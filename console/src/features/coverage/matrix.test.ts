import { describe, expect, it } from 'vitest'
import type { Schemas } from '@/shared/api'
import { columnsOf } from './matrix'

const technique = (
  id: string,
  covered: Schemas['Covered'],
  more: Partial<Schemas['TechniqueCovered']> = {},
): Schemas['TechniqueCovered'] => ({
  id,
  name: id,
  url: null,
  tactics: ['execution'],
  parent: null,
  covered,
  rules: 0,
  fed: 0,
  hits: 0,
  ...more,
})

const coverage = (...techniques: Schemas['TechniqueCovered'][]): Schemas['CoverageRead'] => ({
  attack_version: '19',
  attack_notice: '',
  domain: 'enterprise',
  start: '',
  end: '',
  tactics: [
    { id: 'TA1', shortname: 'execution', name: 'Execution', name_zh: '执行' },
    { id: 'TA2', shortname: 'impact', name: 'Impact', name_zh: '影响' },
  ],
  techniques,
  untagged: 0,
  counts: {},
})

describe('the matrix', () => {
  it('puts a technique under each of its tactics, the best covered first', () => {
    const [execution, impact] = columnsOf(
      coverage(
        technique('T1', 'none'),
        technique('T2', 'fired', { tactics: ['execution', 'impact'], hits: 3 }),
        technique('T3', 'unfed', { rules: 1 }),
      ),
    )
    expect(execution?.cells.map(({ technique: one }) => one.id)).toEqual(['T2', 'T3', 'T1'])
    expect(impact?.cells.map(({ technique: one }) => one.id)).toEqual(['T2'])
  })

  it('lets a technique be covered by its sub-techniques', () => {
    const [execution] = columnsOf(
      coverage(
        technique('T1', 'none'),
        technique('T1.001', 'ready', { parent: 'T1', rules: 2 }),
        technique('T1.002', 'fired', { parent: 'T1', rules: 1, hits: 5 }),
      ),
    )
    const [cell] = execution?.cells ?? []
    expect(cell).toMatchObject({ covered: 'fired', rules: 3, hits: 5 })
    expect(cell?.subs).toHaveLength(2)
  })
})
