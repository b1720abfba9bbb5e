import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { Moment } from '@/shared/time/Moment'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useUnits } from '@/shared/units'
import { AccountState } from './AccountState'
import type { Account } from './api'
import { RoleTags } from './RoleTags'

interface AccountsTableProps {
  rows: readonly Account[]
  selected: string | undefined
  onOpen: (id: string) => void
}

export const AccountsTable = ({ rows, selected, onOpen }: AccountsTableProps) => {
  const { t } = useTranslation()
  const { nameOf } = useUnits()
  return (
    <Table<Account>
      size="small"
      rowKey="id"
      dataSource={[...rows]}
      pagination={false}
      scroll={{ x: 'max-content' }}
      rowClassName={(row) => (row.id === selected ? 'fs-row-selected' : '')}
      onRow={(row) => ({ onClick: () => onOpen(row.id), style: { cursor: 'pointer' } })}
      columns={[
        {
          title: t('accounts:name'),
          dataIndex: 'name',
          render: (name: string, row) => (
            <button type="button" className="fs-link" onClick={() => onOpen(row.id)}>
              <UntrustedText text={name} />
            </button>
          ),
        },
        {
          title: t('accounts:display_name'),
          dataIndex: 'display_name',
          render: (name: string) => <UntrustedText text={name} />,
        },
        { title: t('accounts:unit'), dataIndex: 'unit', render: nameOf },
        {
          title: t('accounts:roles'),
          dataIndex: 'roles',
          render: (roles: Account['roles']) => <RoleTags roles={roles} />,
        },
        { title: t('accounts:state'), key: 'state', render: (_, row) => <AccountState account={row} /> },
        {
          title: t('accounts:second_factor'),
          dataIndex: 'second_factor',
          render: (on: boolean) => (on ? t('ui:on') : t('ui:off')),
        },
        {
          title: t('accounts:last_sign_in'),
          dataIndex: 'last_sign_in',
          render: (at: string | null) => <Moment at={at} />,
        },
      ]}
    />
  )
}
