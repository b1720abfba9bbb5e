import { TreeSelect } from 'antd'
import { useTranslation } from 'react-i18next'
import { useUnits } from '@/shared/units'

interface UnitSelectProps {
  value?: string | undefined
  onChange?: (unit: string | undefined) => void
  id?: string
  allowClear?: boolean
  width?: number | string
  /** Beside other small filters; within a form its size holds. */
  size?: 'small'
  /** Neither this unit nor those under it can be chosen. */
  except?: string | undefined
}

/** A unit from the tree. */
export const UnitSelect = ({ value, onChange, id, allowClear = true, width = 220, size, except }: UnitSelectProps) => {
  const { t } = useTranslation()
  const { tree } = useUnits()
  const without = (nodes: typeof tree): typeof tree =>
    nodes.filter((node) => node.key !== except).map((node) => ({ ...node, children: without(node.children) }))
  return (
    <TreeSelect
      // Within a form the field's own label names it.
      {...(id === undefined ? { 'aria-label': t('units:unit') } : { id })}
      placeholder={t('units:unit')}
      treeData={except === undefined ? tree : without(tree)}
      treeDefaultExpandAll
      showSearch={{ treeNodeFilterProp: 'title' }}
      allowClear={allowClear}
      value={value}
      onChange={(chosen: string | undefined) => onChange?.(chosen)}
      style={{ width }}
      {...(size === undefined ? {} : { size })}
    />
  )
}
