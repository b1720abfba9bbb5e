import { Button, Space, Table, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { PivotValue } from '@/shared/events/PivotValue'
import { Moment } from '@/shared/time/Moment'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'

type Discovery = Schemas['DiscoveryRead']

interface Props {
  items: Discovery[]
  /** Undefined when nothing can be decided. */
  chosen: string[] | undefined
  onChoose: (ids: string[]) => void
  onAccept: (id: string) => void
  onIgnore: (id: string) => void
  onAsset: (id: string) => void
}

const FACTS = [
  'hostnames',
  'zone',
  'identifiers',
  'services',
  'protocol',
  'product',
  'registered',
  'version',
  'software',
  'devices',
  'examples',
] as const

const MAX_SHOWN = 6

export const DiscoveriesTable = ({ items, chosen, onChoose, onAccept, onIgnore, onAsset }: Props) => {
  const { t } = useTranslation()
  return (
    <Table
      size="small"
      rowKey="id"
      dataSource={items}
      pagination={false}
      scroll={{ x: 'max-content' }}
      {...(chosen === undefined
        ? {}
        : { rowSelection: { selectedRowKeys: chosen, onChange: (keys) => onChoose(keys.map(String)) } })}
      columns={[
        {
          title: t('inventory:discovery.kind'),
          key: 'kind',
          render: (_, one) => t(`inventory:discovery.${one.kind}`),
        },
        {
          title: t('inventory:discovery.subject'),
          key: 'subject',
          render: (_, one) =>
            one.kind === 'unregistered_host' || one.kind === 'changed_address' ? (
              <PivotValue field="source.ip" value={one.subject} />
            ) : (
              <UntrustedText text={one.subject} />
            ),
        },
        {
          title: t('inventory:discovery.asset'),
          key: 'asset',
          render: (_, { asset }) =>
            asset === null ? (
              '—'
            ) : (
              <button type="button" className="fs-link" onClick={() => onAsset(asset)}>
                <UntrustedText text={asset} />
              </button>
            ),
        },
        {
          title: t('inventory:discovery.facts'),
          key: 'facts',
          width: 420,
          render: (_, one) => <Facts discovery={one} />,
        },
        { title: t('inventory:discovery.unit'), key: 'unit', render: (_, one) => <UnitName id={one.unit} /> },
        {
          title: t('inventory:discovery.last'),
          key: 'last',
          render: (_, one) => <Moment at={one.last} precision="minute" />,
        },
        ...(chosen === undefined
          ? []
          : [
              {
                title: t('inventory:discovery.decide'),
                key: 'decide',
                fixed: 'right' as const,
                render: (_: unknown, one: Discovery) => (
                  <Space size={4}>
                    <Button size="small" onClick={() => onAccept(one.id)}>
                      {one.kind === 'vanished_asset' ? t('inventory:accept.vanished') : t('inventory:accept')}
                    </Button>
                    {one.state === 'open' && (
                      <Button size="small" type="text" onClick={() => onIgnore(one.id)}>
                        {t('inventory:ignore')}
                      </Button>
                    )}
                  </Space>
                ),
              },
            ]),
      ]}
    />
  )
}

const Facts = ({ discovery }: { discovery: Discovery }) => {
  const { t } = useTranslation()
  return (
    <Space wrap size={[10, 2]}>
      {FACTS.flatMap((name) => {
        const value = discovery.facts[name]
        if (value === undefined) return []
        const all = typeof value === 'string' ? [value] : value
        return [
          <span key={name}>
            <span style={{ color: 'var(--soft)' }}>{t(`inventory:fact.${name}`)} </span>
            {all.slice(0, MAX_SHOWN).map((one) => (
              <Tag key={one}>
                <UntrustedText text={one} />
              </Tag>
            ))}
            {all.length > MAX_SHOWN && t('inventory:and_more', { number: all.length - MAX_SHOWN })}
          </span>,
        ]
      })}
      {discovery.reason !== null && (
        <span>
          <span style={{ color: 'var(--soft)' }}>{t('inventory:reason')} </span>
          <UntrustedText text={discovery.reason} />
          {discovery.until !== null && (
            <>
              {' '}
              · {t('inventory:until')} <Moment at={discovery.until} />
            </>
          )}
        </span>
      )}
    </Space>
  )
}
