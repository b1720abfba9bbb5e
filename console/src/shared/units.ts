import { queryOptions, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ask, type Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { visible } from '@/shared/visible'

export type Unit = Schemas['UnitRead']

export const unitsQuery = () =>
  queryOptions({
    queryKey: ['units'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/units', { signal })),
    staleTime: 60_000,
  })

export interface UnitNode {
  key: string
  value: string
  title: string
  unit: Unit
  children: UnitNode[]
}

/** Units as a tree. A unit whose parent one may not see stands at the top; one that is its own ancestor too. */
export const treeOf = (units: readonly Unit[], nameOf: (unit: Unit) => string): UnitNode[] => {
  const nodes = new Map(
    units.map((unit) => [
      unit.id,
      { key: unit.id, value: unit.id, title: nameOf(unit), unit, children: [] as UnitNode[] },
    ]),
  )
  const top: UnitNode[] = []
  for (const node of nodes.values()) {
    const parent = node.unit.parent ? nodes.get(node.unit.parent) : undefined
    if (parent && !descends(parent.unit, node.unit.id, nodes)) parent.children.push(node)
    else top.push(node)
  }
  return top
}

const descends = (from: Unit, id: string, nodes: ReadonlyMap<string, { unit: Unit }>): boolean => {
  const seen = new Set<string>()
  for (
    let at: Unit | undefined = from;
    at && !seen.has(at.id);
    at = at.parent ? nodes.get(at.parent)?.unit : undefined
  ) {
    if (at.id === id) return true
    seen.add(at.id)
  }
  return false
}

/** Units by name in the chosen language, also for those who may not read the list: then the id is the name. `within`: of it, or below. */
export const useUnits = () => {
  const { i18n } = useTranslation()
  const may = useMay('units:read')
  const query = useQuery({ ...unitsQuery(), enabled: may })
  const english = i18n.language === 'en'
  return useMemo(() => {
    const items = query.data?.items ?? []
    const nameOf = (unit: Unit) => visible((english ? unit.name : unit.name_zh) || unit.id)
    const names = new Map(items.map((unit) => [unit.id, nameOf(unit)]))
    const parents = new Map(items.map((unit) => [unit.id, unit.parent]))
    const within = (id: string, top: string): boolean => {
      const seen = new Set<string>()
      for (let at: string | undefined = id; at && !seen.has(at); at = parents.get(at) || undefined) {
        if (at === top) return true
        seen.add(at)
      }
      return false
    }
    return { items, tree: treeOf(items, nameOf), nameOf: (id: string) => names.get(id) ?? visible(id), within, query }
  }, [query, english])
}
