import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { GraphCanvas } from '@/shared/graph/GraphCanvas'
import { useWords } from '@/shared/words'
import type { Lineage } from './api'
import { elements, look } from './drawing'
import { useNodeNames } from './nodeNames'

interface Props {
  graph: Lineage
  name: string
  selected: string | undefined
  select: (id: string | undefined) => void
}

export const LineageCanvas = ({ graph, name, selected, select }: Props) => {
  const { t } = useTranslation()
  const { number } = useWords()
  const nameOf = useNodeNames(name)
  const drawn = useMemo(
    () => elements(graph, nameOf, (rows) => t('data:rows', { number: number(rows) })),
    [graph, nameOf, number, t],
  )
  const told = t('data:lineage.told', { nodes: graph.nodes.length, edges: graph.edges.length })
  return <GraphCanvas elements={drawn} look={look} told={told} selected={selected} select={select} />
}
