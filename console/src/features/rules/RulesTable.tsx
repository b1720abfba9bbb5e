import { Link } from '@tanstack/react-router'
import { Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useRowKeys } from '@/shared/keys/useRowKeys'
import { LevelTag } from '@/shared/ui/LevelTag'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { RuleHits } from './RuleHits'
import { RuleStateTag } from './RuleStateTag'
import styles from './rules.module.css'
import { titleOf } from './title'

type Rule = Schemas['RuleRead']

interface Props {
  rules: Rule[]
  open: string | undefined
  onOpen: (key: string) => void
}

const rowKey = (rule: Rule) => rule.key

export const RulesTable = ({ rules, open, onOpen }: Props) => {
  const { t, i18n } = useTranslation()
  const [selected, select] = useState<string | undefined>()
  useRowKeys({ rows: rules, rowKey, selected, onSelect: select, onOpen: (rule) => onOpen(rule.key) })
  return (
    <Table<Rule>
      size="small"
      rowKey={rowKey}
      dataSource={rules}
      pagination={false}
      scroll={{ x: 1100 }}
      onRow={(rule) => ({ onClick: () => select(rule.key) })}
      rowClassName={(rule) => (rule.key === selected || rule.key === open ? 'fs-row-selected' : '')}
      columns={[
        {
          title: t('rules:column.level'),
          key: 'level',
          width: 96,
          render: (_, rule) => (rule.level === null ? '—' : <LevelTag level={rule.level} />),
        },
        {
          title: t('rules:column.title'),
          key: 'title',
          render: (_, rule) => (
            <button type="button" className={styles['title']} onClick={() => onOpen(rule.key)}>
              <UntrustedText text={titleOf(rule, i18n.language)} limit={300} />
            </button>
          ),
        },
        {
          title: t('rules:column.state'),
          key: 'state',
          width: 104,
          render: (_, rule) => <RuleStateTag state={rule.state} />,
        },
        {
          title: t('rules:column.kind'),
          key: 'kind',
          width: 96,
          render: (_, rule) => t(`rules:kind.${rule.kind}`, { defaultValue: rule.kind }),
        },
        {
          title: t('rules:column.logsource'),
          key: 'logsource',
          width: 210,
          render: (_, rule) => (rule.logsource === null ? '—' : <UntrustedText text={rule.logsource} />),
        },
        {
          title: 'ATT&CK',
          key: 'techniques',
          width: 190,
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
          title: t('rules:column.hits'),
          key: 'hits',
          width: 72,
          align: 'right',
          render: (_, rule) => <RuleHits rule={rule} />,
        },
      ]}
    />
  )
}
