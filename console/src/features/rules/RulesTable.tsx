import { Link } from '@tanstack/react-router'
import { Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useRowKeys } from '@/shared/keys/useRowKeys'
import { Moment } from '@/shared/time/Moment'
import { LevelTag } from '@/shared/ui/LevelTag'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { Noise } from './Noise'
import { RuleHits } from './RuleHits'
import { RuleStateTag } from './RuleStateTag'
import styles from './rules.module.css'
import type { RulesSearch } from './search'
import { titleOf } from './title'

type Rule = Schemas['RuleRead']
type Sort = RulesSearch['sort']

interface Props {
  rules: Rule[]
  open: string | undefined
  onOpen: (key: string) => void
  sort: Sort
  onSort: (sort: Sort) => void
}

const rowKey = (rule: Rule) => rule.key

export const RulesTable = ({ rules, open, onOpen, sort, onSort }: Props) => {
  const { t, i18n } = useTranslation()
  const [selected, select] = useState<string | undefined>()
  useRowKeys({ rows: rules, rowKey, selected, onSelect: select, onOpen: (rule) => onOpen(rule.key) })
  const number = (value: number | undefined) =>
    value === undefined ? <span className="fs-soft">—</span> : value.toLocaleString(i18n.language)
  const sorted = (by: Exclude<Sort, undefined>) => ({
    sorter: true,
    showSorterTooltip: false,
    sortDirections: ['descend' as const],
    sortOrder: sort === by ? ('descend' as const) : null,
  })
  return (
    <Table<Rule>
      size="small"
      rowKey={rowKey}
      dataSource={rules}
      pagination={false}
      scroll={{ x: 1180 }}
      onRow={(rule) => ({ onClick: () => select(rule.key) })}
      rowClassName={(rule) => (rule.key === selected || rule.key === open ? 'fs-row-selected' : '')}
      onChange={(_pages, _filters, chosen, { action }) => {
        if (action !== 'sort' || Array.isArray(chosen)) return
        onSort(chosen.order ? (chosen.columnKey as Sort) : undefined)
      }}
      columns={[
        {
          title: t('rules:column.level'),
          key: 'level',
          width: 84,
          render: (_, rule) => (rule.level === null ? '—' : <LevelTag level={rule.level} />),
        },
        {
          title: t('rules:column.title'),
          key: 'title',
          render: (_, rule) => (
            <button type="button" className="fs-link" onClick={() => onOpen(rule.key)}>
              <UntrustedText text={titleOf(rule, i18n.language)} limit={300} />
            </button>
          ),
        },
        {
          title: t('rules:column.state'),
          key: 'state',
          width: 92,
          render: (_, rule) => <RuleStateTag state={rule.state} off={rule.switched_off !== null} />,
        },
        {
          title: t('rules:status'),
          key: 'status',
          width: 84,
          render: (_, rule) =>
            rule.status === null ? '—' : t(`rules:status.${rule.status}`, { defaultValue: rule.status }),
        },
        {
          title: t('rules:column.logsource'),
          key: 'logsource',
          width: 176,
          render: (_, rule) =>
            rule.logsource === null ? (
              t(`rules:kind.${rule.kind}`, { defaultValue: rule.kind })
            ) : (
              <UntrustedText text={rule.logsource} />
            ),
        },
        {
          title: 'ATT&CK',
          key: 'techniques',
          width: 120,
          render: (_, rule) => (
            <span className={styles['techniques']}>
              {rule.techniques.map((technique) => (
                <Link key={technique.id} to="/rules" search={{ technique: technique.id }} title={technique.name}>
                  {technique.id}
                </Link>
              ))}
            </span>
          ),
        },
        {
          title: t('rules:column.day'),
          key: 'day',
          width: 68,
          align: 'right',
          render: (_, rule) => number(rule.activity?.day),
        },
        {
          title: t('rules:column.month'),
          key: 'hits',
          width: 96,
          align: 'right',
          ...sorted('hits'),
          render: (_, rule) => number(rule.activity?.month),
        },
        {
          title: t('rules:column.hits'),
          key: 'alerts',
          width: 64,
          align: 'right',
          render: (_, rule) => <RuleHits rule={rule} />,
        },
        {
          title: t('rules:column.noise'),
          key: 'noise',
          width: 84,
          align: 'right',
          ...sorted('noise'),
          render: (_, rule) => <Noise activity={rule.activity} />,
        },
        {
          title: t('rules:column.last'),
          key: 'last',
          width: 150,
          ...sorted('last'),
          render: (_, rule) =>
            rule.activity?.last ? <Moment at={rule.activity.last} /> : <span className="fs-soft">—</span>,
        },
      ]}
    />
  )
}
