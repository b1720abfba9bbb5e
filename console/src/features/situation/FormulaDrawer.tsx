import { useQuery } from '@tanstack/react-query'
import { Drawer, Table, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { drawerWidth } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { formulaQuery } from './api'

interface Props {
  open: boolean
  close: () => void
}

/** How the index is counted, with the numbers in force. */
export const FormulaDrawer = ({ open, close }: Props) => {
  const { t } = useTranslation()
  const formula = useQuery({ ...formulaQuery(), enabled: open })
  return (
    <Drawer open={open} onClose={close} size={drawerWidth} title={t('situation:formula')} destroyOnHidden>
      <p>{t('situation:formula.what')}</p>
      <p>{t('situation:formula.change')}</p>
      <Loaded query={formula}>
        {(data) => (
          <Table<Schemas['NumberRead']>
            size="small"
            rowKey="path"
            pagination={false}
            dataSource={data.numbers}
            columns={[
              { title: t('situation:formula.path'), dataIndex: 'path', render: (path: string) => <code>{path}</code> },
              {
                title: t('situation:formula.value'),
                dataIndex: 'value',
                align: 'right',
                render: (value: number, row) => (
                  <>
                    {row.overruled && <Tag>{t('situation:formula.overruled', { shipped: row.shipped })}</Tag>}
                    {value}
                  </>
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </Drawer>
  )
}
