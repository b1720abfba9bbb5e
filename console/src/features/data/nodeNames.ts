import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { visible } from '@/shared/visible'
import { useWords } from '@/shared/words'
import type { Lineage } from './api'

/** What a node of a lineage is called: the data set and units by their names, what was put together by what it is. */
export const useNodeNames = (dataSet: string) => {
  const { t } = useTranslation()
  const { name } = useWords()
  return useCallback(
    (node: Lineage['nodes'][number]): string => {
      if (node.kind === 'others') return t(`data:kind.${node.label as Lineage['nodes'][number]['kind']}`)
      return node.kind === 'data_set' ? dataSet : visible(name(node))
    },
    [name, t, dataSet],
  )
}
