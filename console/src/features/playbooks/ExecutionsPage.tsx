import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Select, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useSearchState } from '@/shared/search'
import { Moment } from '@/shared/time/Moment'
import { Page } from '@/shared/ui/Page'
import { Empty, Loaded } from '@/shared/ui/states'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { executionsQuery } from './api'
import { StatusTag } from './StatusTag'
import { readExecutionsSearch, STATUSES } from './search'

export const ExecutionsPage = () => {
  const { t } = useTranslation()
  const [search, change] = useSearchState(readExecutionsSearch)
  const query = useQuery(executionsQuery(search.status, search.incident))
  return (
    <Page
      title={t('playbooks:runs')}
      toolbar={
        <Select
          allowClear
          style={{ width: 180 }}
          aria-label={t('playbooks:status')}
          placeholder={t('playbooks:status')}
          value={search.status}
          onChange={(status) => change({ status })}
          options={STATUSES.map((value) => ({ value, label: t(`playbooks:status.${value}`) }))}
        />
      }
    >
      <Loaded
        query={query}
        empty={(found) => found.items.length === 0}
        whenEmpty={
          <Empty title={t('playbooks:runs.none')}>
            <Link to="/playbooks">{t('playbooks:runs.none.next')}</Link>
          </Empty>
        }
      >
        {(found) => <ExecutionsTable items={found.items} />}
      </Loaded>
    </Page>
  )
}

const ExecutionsTable = ({ items }: { items: Schemas['ExecutionRead'][] }) => {
  const { t, i18n } = useTranslation()
  const zh = i18n.language.startsWith('zh')
  return (
    <Table
      size="small"
      rowKey="id"
      dataSource={items}
      pagination={false}
      scroll={{ x: 900 }}
      columns={[
        {
          title: t('playbooks:name'),
          key: 'name',
          render: (_, one) => (
            <Link to="/executions/$executionId" params={{ executionId: one.id }}>
              <UntrustedText text={zh ? one.name_zh : one.name} limit={200} />
            </Link>
          ),
        },
        {
          title: t('playbooks:status'),
          key: 'status',
          width: 120,
          render: (_, one) => <StatusTag status={one.status} stuck={one.stuck} />,
        },
        {
          title: t('playbooks:unit'),
          dataIndex: 'unit',
          width: 140,
          render: (unit: string) => <UnitName id={unit} />,
        },
        {
          title: t('playbooks:incident'),
          key: 'incident',
          width: 160,
          render: (_, one) =>
            one.incident && (
              <Link to="/incidents/$incidentId" params={{ incidentId: one.incident }}>
                {one.incident.slice(0, 16)}
              </Link>
            ),
        },
        { title: t('playbooks:requested_by'), dataIndex: 'requested_by', width: 140 },
        {
          title: t('playbooks:began'),
          dataIndex: 'created',
          width: 180,
          render: (at: string) => <Moment at={at} />,
        },
      ]}
    />
  )
}
