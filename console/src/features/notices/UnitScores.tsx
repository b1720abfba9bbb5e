import { useQuery } from '@tanstack/react-query'
import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Loaded } from '@/shared/ui/states'
import { UnitName } from '@/shared/ui/UnitName'
import { useWords } from '@/shared/words'
import { scoresQuery } from './api'

export const UnitScores = () => {
  const { t } = useTranslation()
  const words = useWords()
  const query = useQuery(scoresQuery())
  return (
    <Loaded query={query} empty={({ items }) => items.length === 0}>
      {({ items }) => (
        <Table<Schemas['UnitScoreRead']>
          size="small"
          rowKey="unit"
          dataSource={items}
          pagination={false}
          columns={[
            { title: t('notices:column.unit'), render: (_, one) => <UnitName id={one.unit} /> },
            { title: t('notices:column.score'), width: 100, align: 'right', dataIndex: 'score' },
            { title: t('notices:column.number'), width: 100, align: 'right', dataIndex: 'notices' },
            { title: t('notices:overdue'), width: 100, align: 'right', dataIndex: 'overdue' },
            {
              title: t('notices:column.lost'),
              render: (_, one) =>
                one.lost.map((part) => `${words.zh ? part.zh : part.en} −${part.minus}`).join('；') || '—',
            },
          ]}
        />
      )}
    </Loaded>
  )
}
