import { describe, expect, it } from 'vitest'
import { treeOf, type Unit } from '@/shared/units'

const unit = (id: string, parent: string | null): Unit => ({ id, name: id, name_zh: id, kind: 'department', parent })
const names = (units: Unit[]): unknown =>
  treeOf(units, ({ id }) => id).map(({ key, children }) => [key, children.map((c) => c.key)])

describe('the tree of units', () => {
  it('hangs units under their parents, in any order', () => {
    expect(names([unit('b', 'a'), unit('a', null), unit('c', 'a')])).toEqual([['a', ['b', 'c']]])
  })

  it('puts a unit on top whose parent one may not see', () => {
    expect(names([unit('b', 'a')])).toEqual([['b', []]])
  })

  it('ends also where units are each other’s parents', () => {
    expect(treeOf([unit('a', 'b'), unit('b', 'a')], ({ id }) => id)).toHaveLength(2)
  })
})
