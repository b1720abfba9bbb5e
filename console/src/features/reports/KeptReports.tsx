import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { useChange } from '@/shared/query'
import { Moment } from '@/shared/time/Moment'
import { Copy } from '@/shared/ui/Copy'
import { Loaded } from '@/shared/ui/states'
import { UnitName } from '@/shared/ui/UnitName'
import { useWords } from '@/shared/words'
import { About } from './About'
import { type Kept, keptQuery, takeKept } from './api'

/** What schedules made, as it was made. */
export const KeptReports = () => {
  const { t } = useTranslation()
  const words = useWords()
  const query = useQuery(keptQuery())
  const take = useChange(takeKept, [])
  return (
    <Loaded query={query} empty={({ items }) => items.length === 0}>
      {({ items }) => (
        <Table<Kept>
          size="small"
          rowKey="id"
          dataSource={items}
          scroll={{ x: 1000 }}
          pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
          columns={[
            { title: t('reports:made'), width: 160, render: (_, one) => <Moment at={one.made} precision="minute" /> },
            { title: t('reports:kind'), render: (_, one) => (words.zh ? one.zh : one.en) },
            { title: t('reports:about'), render: (_, one) => <About subject={one.subject} /> },
            { title: t('reports:unit'), render: (_, one) => <UnitName id={one.unit} /> },
            { title: t('reports:format'), width: 80, render: (_, one) => one.format.toUpperCase() },
            {
              title: 'SM3',
              width: 170,
              render: (_, one) => (
                <>
                  <code>{one.sm3.slice(0, 12)}…</code> <Copy text={one.sm3} />
                </>
              ),
            },
            { title: t('reports:signed'), width: 90, render: (_, one) => (one.signed ? t('reports:yes') : '—') },
            {
              width: 110,
              render: (_, one) => (
                <Button size="small" icon={<DownloadOutlined />} onClick={() => take.mutate(one)}>
                  {t('reports:take')}
                </Button>
              ),
            },
          ]}
        />
      )}
    </Loaded>
  )
}
