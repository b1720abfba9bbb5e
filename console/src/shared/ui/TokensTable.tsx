import { Button, Popconfirm, Table, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Moment } from '@/shared/time/Moment'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useUnits } from '@/shared/units'

type Token = Schemas['AccountTokenRead']

interface TokensTableProps {
  rows: readonly Token[]
  onRevoke: ((id: string) => void) | undefined
}

export const TokensTable = ({ rows, onRevoke }: TokensTableProps) => {
  const { t } = useTranslation()
  const { nameOf } = useUnits()
  const stateOf = (token: Token) =>
    token.revoked ? t('tokens:revoked') : Date.parse(token.expires) < Date.now() ? t('tokens:expired') : undefined
  return (
    <Table<Token>
      size="small"
      rowKey="id"
      dataSource={[...rows]}
      pagination={false}
      scroll={{ x: 'max-content' }}
      columns={[
        { title: t('tokens:name'), dataIndex: 'name', render: (name: string) => <UntrustedText text={name} /> },
        {
          title: t('tokens:permissions'),
          dataIndex: 'permissions',
          render: (names: string[]) => names.map((name) => <Tag key={name}>{name}</Tag>),
        },
        { title: t('tokens:unit'), dataIndex: 'unit', render: nameOf },
        {
          title: t('tokens:expires'),
          dataIndex: 'expires',
          render: (at: string) => <Moment at={at} precision="minute" />,
        },
        {
          title: t('tokens:last_used'),
          dataIndex: 'last_used',
          render: (at: string | null, token) => (
            <>
              <Moment at={at} /> {token.last_address}
            </>
          ),
        },
        {
          title: t('tokens:state'),
          key: 'state',
          render: (_, token) => {
            const state = stateOf(token)
            if (state !== undefined) return <Tag>{state}</Tag>
            if (!onRevoke) return <Tag color="success">{t('tokens:active')}</Tag>
            return (
              <Popconfirm title={t('tokens:revoke.sure')} onConfirm={() => onRevoke(token.id)}>
                <Button size="small" danger>
                  {t('tokens:revoke')}
                </Button>
              </Popconfirm>
            )
          },
        },
      ]}
    />
  )
}
