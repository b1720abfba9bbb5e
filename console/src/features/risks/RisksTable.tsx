import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { PAGE } from './api'
import { Grade } from './Grade'

interface Props {
  board: Schemas['RiskBoardRead']
  from: number
  open: string | undefined
  onOpen: (id: string) => void
  onTurn: (from: number) => void
}

/** The register, highest risk first. */
export const RisksTable = ({ board, from, open, onOpen, onTurn }: Props) => {
  const { t } = useTranslation()
  const { zh } = useWords()
  return (
    <Table<Schemas['RiskBrief']>
      size="small"
      rowKey="id"
      dataSource={board.items}
      rowClassName={({ id }) => (id === open ? 'fs-row-selected' : '')}
      scroll={{ x: 1180 }}
      pagination={{
        size: 'small',
        pageSize: PAGE,
        current: Math.floor(from / PAGE) + 1,
        total: board.total,
        hideOnSinglePage: true,
        showSizeChanger: false,
        onChange: (page) => onTurn((page - 1) * PAGE),
      }}
      columns={[
        { title: t('risks:level'), width: 110, render: (_, one) => <Grade grade={one.level} /> },
        {
          title: t('risks:risk'),
          width: 260,
          render: (_, one) => (
            <button type="button" className="fs-link" onClick={() => onOpen(one.id)}>
              {zh ? one.threat_zh : one.threat_en}
            </button>
          ),
        },
        {
          title: t('risks:asset'),
          width: 240,
          render: (_, one) => (
            <UntrustedText
              text={one.asset_name || (zh ? one.system_name_zh : one.system_name) || one.system}
              limit={120}
            />
          ),
        },
        { title: t('risks:unit'), width: 170, render: (_, one) => <UnitName id={one.unit} /> },
        {
          title: t('risks:weakness'),
          width: 200,
          render: (_, one) => (
            <>
              <UntrustedText text={one.weakness} limit={60} />{' '}
              {one.weaknesses > 1 && <span className="fs-soft">+{one.weaknesses - 1}</span>}
            </>
          ),
        },
        { title: t('risks:likelihood'), width: 80, align: 'right', dataIndex: 'likelihood' },
        { title: t('risks:loss'), width: 70, align: 'right', dataIndex: 'loss' },
        { title: t('risks:residual'), width: 100, render: (_, one) => <Grade grade={one.residual} /> },
        { title: t('risks:state'), width: 130, render: (_, one) => t(`risks:state.${one.state}`) },
        {
          title: t('risks:owner'),
          width: 120,
          render: (_, one) => (one.treatment ? <UntrustedText text={one.treatment.owner} limit={40} /> : '—'),
        },
      ]}
    />
  )
}
