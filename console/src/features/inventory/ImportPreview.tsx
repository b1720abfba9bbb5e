import { Alert, Space, Table, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { KINDS } from './search'

interface Props {
  plan: Schemas['InventoryPlan']
}

const COUNTED = ['added', 'changed', 'closed', 'unchanged', 'rejected'] as const

const shown = (value: unknown): string =>
  value === null || value === undefined ? '—' : Array.isArray(value) ? value.join(', ') || '—' : String(value) || '—'

export const ImportPreview = ({ plan }: Props) => {
  const { t } = useTranslation()
  const kindOf = (kind: string) => {
    const known = KINDS.find((one) => one === kind)
    return known ? t(`inventory:kind.${known}`) : t('inventory:kind.units')
  }
  return (
    <>
      <Space wrap role="status">
        {COUNTED.map((name) => (
          <Tag key={name}>
            {t(`inventory:action.${name}`)} {plan.counts[name] ?? 0}
          </Tag>
        ))}
        {plan.passed_over > 0 && <Tag>{t('inventory:import.passed_over', { number: plan.passed_over })}</Tag>}
      </Space>
      {plan.rejected.length > 0 && (
        <Alert
          type="warning"
          title={t('inventory:import.rejected')}
          description={
            <ul>
              {plan.rejected.slice(0, 20).map((one) => (
                <li key={`${one.where} ${one.reason}`}>
                  <UntrustedText text={`${one.where}: ${one.reason}`} />
                </li>
              ))}
            </ul>
          }
        />
      )}
      <Table
        size="small"
        rowKey={(change) => `${change.kind} ${change.id}`}
        dataSource={plan.changes}
        pagination={{ pageSize: 10, size: 'small', showSizeChanger: false }}
        locale={{ emptyText: t('inventory:import.nothing') }}
        columns={[
          {
            title: t('inventory:import.action'),
            key: 'action',
            render: (_, one) => t(`inventory:action.${one.action}`),
          },
          { title: t('inventory:import.kind'), key: 'kind', render: (_, one) => kindOf(one.kind) },
          { title: t('inventory:id'), key: 'id', render: (_, one) => <UntrustedText text={one.id} /> },
          {
            title: t('inventory:import.differences'),
            key: 'fields',
            render: (_, one) => (
              <UntrustedText
                text={one.fields
                  .filter(({ before, after }) => before !== null || (after !== '' && shown(after) !== '—'))
                  .slice(0, 8)
                  .map(({ field, before, after }) =>
                    before === null ? `${field}: ${shown(after)}` : `${field}: ${shown(before)} → ${shown(after)}`,
                  )
                  .join(' · ')}
                ellipsis
              />
            ),
          },
        ]}
      />
    </>
  )
}
