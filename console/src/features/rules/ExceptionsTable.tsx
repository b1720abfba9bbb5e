import { Link } from '@tanstack/react-router'
import { Table, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Moment } from '@/shared/time/Moment'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'

type Exception = Schemas['ExceptionRead']

const COLOURS = { active: 'processing', expired: 'default', ended: 'default' } as const

interface Props {
  exceptions: Exception[]
  open?: string | undefined
  /** Whether to name the rules; not where they are known already. */
  rules?: boolean
}

export const ExceptionsTable = ({ exceptions, open, rules = false }: Props) => {
  const { t, i18n } = useTranslation()
  const zh = i18n.language === 'zh-CN'
  return (
    <Table<Exception>
      size="small"
      rowKey="id"
      dataSource={exceptions}
      pagination={false}
      scroll={{ x: 760 }}
      rowClassName={(one) => (one.id === open ? 'fs-row-selected' : '')}
      columns={[
        {
          title: t('rules:exception.title'),
          render: (_, one) => (
            <Link to="/exceptions" search={{ open: one.id }} className="fs-link">
              <UntrustedText text={one.title} limit={200} />
            </Link>
          ),
        },
        ...(rules
          ? [
              {
                title: t('rules:column.title'),
                render: (_: unknown, one: Exception) => (
                  <UntrustedText
                    text={(zh ? one.rule_titles_zh : one.rule_titles).join('、') || one.rules.join(', ')}
                  />
                ),
              },
            ]
          : []),
        {
          title: t('rules:column.state'),
          width: 90,
          render: (_, one) => <Tag color={COLOURS[one.state]}>{t(`rules:exception.state.${one.state}`)}</Tag>,
        },
        {
          title: t('rules:exception.hidden'),
          width: 90,
          align: 'right',
          render: (_, one) => one.hidden.toLocaleString(),
        },
        { title: t('rules:exception.unit'), width: 130, render: (_, one) => <UnitName id={one.unit} /> },
        {
          title: t('rules:exception.owner'),
          width: 120,
          render: (_, one) => <UntrustedText text={one.owner} ellipsis />,
        },
        { title: t('rules:exception.expires'), width: 150, render: (_, one) => <Moment at={one.expires} /> },
      ]}
    />
  )
}
