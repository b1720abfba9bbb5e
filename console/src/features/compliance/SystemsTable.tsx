import { Link } from '@tanstack/react-router'
import { Table, Tag, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { Share } from '@/shared/ui/Verdict'
import { useWords } from '@/shared/words'
import styles from './compliance.module.css'

interface Props {
  systems: Schemas['SystemBrief'][]
  category: string | undefined
}

/** The systems of the map, each leading to its ledgers. */
export const SystemsTable = ({ systems, category }: Props) => {
  const { t } = useTranslation()
  const words = useWords()
  return (
    <Table<Schemas['SystemBrief']>
      size="small"
      rowKey="id"
      dataSource={systems}
      scroll={{ x: 1080 }}
      pagination={{ pageSize: 25, hideOnSinglePage: true, showSizeChanger: false }}
      columns={[
        {
          title: t('compliance:column.system'),
          width: 260,
          render: (_, one) => (
            <Link
              to="/compliance/$systemId"
              params={{ systemId: one.id }}
              search={category ? { tab: 'items', category } : {}}
            >
              <UntrustedText text={words.name(one)} limit={200} />
            </Link>
          ),
        },
        { title: t('compliance:column.unit'), width: 190, render: (_, one) => <UnitName id={one.unit} /> },
        {
          title: t('compliance:column.level'),
          width: 100,
          sorter: (a, b) => a.level - b.level,
          render: (_, one) => (
            <>
              {one.level || '—'}
              {one.level_is_proposal && <Tag className={styles['tag']}>{t('compliance:proposed')}</Tag>}
            </>
          ),
        },
        {
          title: t('compliance:column.items'),
          width: 220,
          render: (_, one) => <Share counted={one.counted} />,
        },
        {
          title: t('compliance:column.rate'),
          width: 170,
          sorter: (a, b) => a.conclusion.value - b.conclusion.value,
          render: (_, one) => (
            <span className={styles['number']}>
              {one.conclusion.value.toFixed(1)}% {words.zh ? one.conclusion.zh : one.conclusion.en}
            </span>
          ),
        },
        {
          title: t('compliance:column.major'),
          width: 96,
          align: 'right',
          sorter: (a, b) => a.conclusion.major.length - b.conclusion.major.length,
          render: (_, one) => <Tooltip title={one.conclusion.major.join(', ')}>{one.conclusion.major.length}</Tooltip>,
        },
        {
          title: t('compliance:column.overdue'),
          width: 90,
          align: 'right',
          sorter: (a, b) => a.overdue - b.overdue,
          render: (_, one) => <span data-bad={one.overdue > 0}>{one.overdue}</span>,
        },
        {
          title: t('compliance:column.gate'),
          width: 110,
          render: (_, one) => (
            <Link to="/compliance/$systemId" params={{ systemId: one.id }} search={{ tab: 'gates' }}>
              {one.current_gate || t('compliance:gate.done')}
            </Link>
          ),
        },
      ]}
    />
  )
}
