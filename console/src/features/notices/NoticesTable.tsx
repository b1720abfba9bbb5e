import { Button, Flex, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { Moment } from '@/shared/time/Moment'
import { Mark } from '@/shared/ui/Mark'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import type { Notice } from './api'
import { KindTag, NoticeStatusTag } from './NoticeTags'

interface NoticesTableProps {
  items: readonly Notice[]
  onOpen: (id: string) => void
}

export const NoticesTable = ({ items, onOpen }: NoticesTableProps) => {
  const { t } = useTranslation()
  return (
    <Table<Notice>
      size="small"
      rowKey="id"
      dataSource={items}
      scroll={{ x: 1000 }}
      pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
      columns={[
        { title: t('notices:column.kind'), width: 110, render: (_, one) => <KindTag notice={one} /> },
        {
          title: t('notices:column.title'),
          render: (_, one) => (
            <Button
              type="link"
              size="small"
              style={{ height: 'auto', padding: 0, textAlign: 'left', whiteSpace: 'normal' }}
              onClick={() => onOpen(one.id)}
            >
              <UntrustedText text={one.title} limit={120} />
            </Button>
          ),
        },
        { title: t('notices:column.unit'), width: 180, render: (_, one) => <UnitName id={one.unit} /> },
        {
          title: t('notices:column.status'),
          width: 190,
          render: (_, one) => (
            <Flex gap={4} wrap>
              <NoticeStatusTag status={one.status} />
              {one.overdue && <Mark tone="critical">{t('notices:overdue')}</Mark>}
            </Flex>
          ),
        },
        {
          title: t('notices:column.sign_by'),
          width: 170,
          render: (_, one) => (one.issued ? <Moment at={one.sign_by} precision="minute" /> : '—'),
        },
        {
          title: t('notices:column.due'),
          width: 170,
          render: (_, one) => (one.issued ? <Moment at={one.due} precision="minute" /> : '—'),
        },
      ]}
    />
  )
}
