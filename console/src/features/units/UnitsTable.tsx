import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import type { UnitNode } from '@/shared/units'
import { useWords } from '@/shared/words'

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
  const { zh } = useWords()
  // The reader's language leads.
  const [first, second] = zh ? (['name_zh', 'name'] as const) : (['name', 'name_zh'] as const)
  return (
    <Table
      size="small"
      dataSource={withoutEmpty(tree)}
      pagination={false}
      expandable={{ defaultExpandAllRows: true }}
      rowClassName={({ unit }) => (unit.id === selected ? 'fs-row-selected' : '')}
      columns={[
        {
          title: t(`units:${first}`),
          key: first,
          render: (_, { unit }) => (
            <button type="button" className="fs-link" onClick={() => onOpen(unit.id)}>
              <UntrustedText text={unit[first] || unit.id} />
            </button>
          ),
        },
        { title: t(`units:${second}`), key: second, render: (_, { unit }) => <UntrustedText text={unit[second]} /> },
        { title: t('units:kind'), key: 'kind', render: (_, { unit }) => t(`units:kind.${unit.kind}`) },
        { title: t('units:id'), key: 'id', render: (_, { unit }) => <code>{unit.id}</code> },
      ]}
    />
  )
}
