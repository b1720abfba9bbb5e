import { Link } from '@tanstack/react-router'
import { Alert, Collapse, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Moment } from '@/shared/time/Moment'
import { LevelTag } from '@/shared/ui/LevelTag'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { YamlText } from './YamlText'

/** What an exception would have hidden, attacks among it first. */
export const ExceptionPreview = ({ found }: { found: Schemas['ExceptionPreview'] }) => {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('rules:exception.preview')}>
      {found.confirmed > 0 && (
        <Alert
          type="error"
          showIcon
          title={t('rules:preview.confirmed', { count: found.confirmed })}
          description={<Alerts items={found.confirmed_samples} />}
        />
      )}
      <Alert
        type={found.hidden === 0 ? 'warning' : 'info'}
        showIcon
        title={t('rules:preview.hidden', { hidden: found.hidden, alerts: found.alerts })}
        description={
          <>
            {found.critical > 0 && <div>{t('rules:preview.critical', { count: found.critical })}</div>}
            {found.unknown > 0 && <div>{t('rules:preview.unknown', { count: found.unknown })}</div>}
            {found.more && <div>{t('rules:preview.more')}</div>}
          </>
        }
      />
      <Collapse
        size="small"
        ghost
        items={[
          ...(found.samples.length > 0
            ? [{ key: 'samples', label: t('rules:preview.samples'), children: <Alerts items={found.samples} /> }]
            : []),
          { key: 'filter', label: t('rules:preview.filter'), children: <YamlText text={found.filter} /> },
        ]}
      />
    </div>
  )
}

const Alerts = ({ items }: { items: readonly Schemas['PreviewedAlert'][] }) => {
  const { t } = useTranslation()
  return (
    <Table
      size="small"
      rowKey="id"
      dataSource={[...items]}
      pagination={false}
      scroll={{ y: 220 }}
      columns={[
        { title: t('rules:time'), width: 160, render: (_, one) => <Moment at={one.time} /> },
        { title: t('rules:column.level'), width: 84, render: (_, one) => <LevelTag level={one.level} /> },
        {
          title: t('rules:alert'),
          render: (_, one) => (
            <Link to="/alerts/$alertId" params={{ alertId: one.id }}>
              <UntrustedText text={one.summary} limit={200} />
            </Link>
          ),
        },
      ]}
    />
  )
}
