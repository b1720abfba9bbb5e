import { Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useRowKeys } from '@/shared/keys/useRowKeys'
import { Moment } from '@/shared/time/Moment'
import { LevelTag } from '@/shared/ui/LevelTag'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { StateTag } from './StateTag'

type Indicator = Schemas['IndicatorRead']

interface Props {
  indicators: Indicator[]
  open: number | undefined
  onOpen: (number: number) => void
}

const rowKey = (one: Indicator) => String(one.number)

export const IndicatorsTable = ({ indicators, open, onOpen }: Props) => {
  const { t } = useTranslation()
  const [selected, select] = useState<string | undefined>()
  useRowKeys({ rows: indicators, rowKey, selected, onSelect: select, onOpen: (one) => onOpen(one.number) })
  return (
    <Table<Indicator>
      size="small"
      rowKey={rowKey}
      dataSource={indicators}
      pagination={false}
      scroll={{ x: 1000 }}
      onRow={(one) => ({ onClick: () => select(rowKey(one)) })}
      rowClassName={(one) => (rowKey(one) === selected || one.number === open ? 'fs-row-selected' : '')}
      columns={[
        {
          title: t('indicators:column.level'),
          key: 'level',
          width: 96,
          render: (_, one) => <LevelTag level={one.level} />,
        },
        {
          title: t('indicators:column.kind'),
          key: 'kind',
          width: 120,
          render: (_, one) => t(`indicators:kind.${one.kind}`),
        },
        {
          title: t('indicators:column.value'),
          key: 'value',
          render: (_, one) => (
            <button type="button" className="fs-link fs-break" onClick={() => onOpen(one.number)}>
              <UntrustedText text={one.value} limit={300} mono />
            </button>
          ),
        },
        {
          title: t('indicators:column.state'),
          key: 'state',
          width: 112,
          render: (_, one) => <StateTag state={one.state} />,
        },
        {
          title: t('indicators:column.confidence'),
          dataIndex: 'confidence',
          key: 'confidence',
          width: 88,
          align: 'right',
        },
        { title: t('indicators:column.sources'), dataIndex: 'sources', key: 'sources', width: 80, align: 'right' },
        {
          title: t('indicators:column.until'),
          key: 'until',
          width: 170,
          render: (_, one) => (one.valid_until === null ? t('indicators:always') : <Moment at={one.valid_until} />),
        },
        {
          title: t('indicators:column.warning'),
          key: 'warning',
          width: 190,
          render: (_, one) => (one.warning === null ? '' : <UntrustedText text={one.warning} limit={120} />),
        },
      ]}
    />
  )
}
