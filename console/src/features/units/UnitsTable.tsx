import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import type { UnitNode } from '@/shared/units'

interface UnitsTableProps {
  tree: UnitNode[]
  selected: string | undefined
  onOpen: (id: string) => void
}

/** antd takes an empty list of children for something to fold out. */
const withoutEmpty = (nodes: UnitNode[]): (Omit<UnitNode, 'children'> & { children?: UnitNode[] })[] =>
  nodes.map(({ children, ...node }) =>
    children.length > 0 ? { ...node, children: withoutEmpty(children) as UnitNode[] } : node,
  )

export const UnitsTable = ({ tree, selected, onOpen }: UnitsTableProps) => {
  const { t } = useTranslation()
  return (
    <Table
      size="small"
      dataSource={withoutEmpty(tree)}
      pagination={false}
      expandable={{ defaultExpandAllRows: true }}
      rowClassName={({ unit }) => (unit.id === selected ? 'fs-row-selected' : '')}
      columns={[
        {
          title: t('units:name_zh'),
          key: 'name_zh',
          render: (_, { unit }) => (
            <button type="button" className="fs-link" onClick={() => onOpen(unit.id)}>
              <UntrustedText text={unit.name_zh} />
            </button>
          ),
        },
        { title: t('units:name'), key: 'name', render: (_, { unit }) => <UntrustedText text={unit.name} /> },
        { title: t('units:kind'), key: 'kind', render: (_, { unit }) => t(`units:kind.${unit.kind}`) },
        { title: t('units:id'), key: 'id', render: (_, { unit }) => <code>{unit.id}</code> },
      ]}
    />
  )
}
