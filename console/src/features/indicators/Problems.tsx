import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { UntrustedText } from '@/shared/ui/UntrustedText'

/** Items of a document that are not matched with, each with the reason. */
export const Problems = ({ items }: { items: Schemas['ItemRead'][] }) => {
  const { t } = useTranslation()
  return (
    <Table
      size="small"
      rowKey={(one) => `${one.position} ${one.external_id} ${one.reason} ${one.value}`}
      dataSource={items}
      pagination={false}
      scroll={{ y: 360 }}
      locale={{ emptyText: <span className="fs-soft">{t('indicators:problems.none')}</span> }}
      columns={[
        {
          title: t('indicators:problem.reason'),
          key: 'reason',
          width: 150,
          render: (_, one) => t(`indicators:reason.${one.reason}`, { defaultValue: one.reason }),
        },
        {
          title: t('indicators:column.value'),
          key: 'value',
          width: 220,
          render: (_, one) => <UntrustedText text={one.value || one.external_id} limit={160} mono />,
        },
        {
          title: t('indicators:problem.message'),
          key: 'message',
          render: (_, one) => <UntrustedText text={one.message} limit={400} />,
        },
        {
          title: t('indicators:problem.position'),
          key: 'position',
          width: 130,
          render: (_, one) => <UntrustedText text={one.position} limit={80} />,
        },
      ]}
    />
  )
}
