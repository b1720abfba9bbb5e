import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Popconfirm, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { Moment } from '@/shared/time/Moment'
import { Loaded } from '@/shared/ui/states'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { draftsQuery, useDiscard } from './api'

/** What is being written; nothing where there is nothing. */
export const DraftsList = () => {
  const { t } = useTranslation()
  const query = useQuery(draftsQuery())
  const discard = useDiscard()
  return (
    <Loaded query={query} empty={(found) => found.items.length === 0} whenEmpty={null}>
      {(found) => (
        <section className="fs-part" aria-label={t('editor:drafts')}>
          <h2>{t('editor:drafts')}</h2>
          <Table
            size="small"
            rowKey="id"
            dataSource={found.items}
            pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
            columns={[
              {
                title: t('playbooks:name'),
                key: 'name',
                render: (_, one) => (
                  <Link to="/playbook-drafts/$draftId" params={{ draftId: one.id }}>
                    <UntrustedText text={one.name || t('editor:unnamed')} limit={200} />
                  </Link>
                ),
              },
              {
                title: t('playbooks:unit'),
                dataIndex: 'unit',
                width: 160,
                render: (unit: string) => <UnitName id={unit} />,
              },
              {
                title: t('playbooks:changed_at'),
                dataIndex: 'changed',
                width: 180,
                render: (at: string) => <Moment at={at} />,
              },
              {
                key: 'discard',
                width: 100,
                render: (_, one) => (
                  <Popconfirm
                    title={t('editor:discard.sure')}
                    onConfirm={() => discard.mutate({ id: one.id, version: one.version })}
                  >
                    <Button size="small" type="text" danger>
                      {t('editor:discard')}
                    </Button>
                  </Popconfirm>
                ),
              },
            ]}
          />
        </section>
      )}
    </Loaded>
  )
}
