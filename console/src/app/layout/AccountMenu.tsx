import { UserOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { api, ask } from '@/shared/api'
import { useChange } from '@/shared/query'
import { forget, useMay, useSession } from '@/shared/session'
import { visible } from '@/shared/visible'

export const AccountMenu = () => {
  const { t } = useTranslation()
  const session = useSession()
  const navigate = useNavigate()
  const client = useQueryClient()
  const tokens = useMay('tokens:own')
  const signOut = useChange((_: undefined) => ask(api.DELETE('/api/v1/session')), [])
  const leave = () =>
    signOut.mutate(undefined, {
      onSuccess: async () => {
        await navigate({ to: '/sign-in', search: {} })
        forget(client)
      },
    })
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          {
            key: 'roles',
            label: session.roles.map((role) => t(`roles:${role}`)).join('、') || t('app:no_role'),
            disabled: true,
          },
          { type: 'divider' },
          { key: 'account', label: t('menu:account'), onClick: () => void navigate({ to: '/account' }) },
          ...(tokens
            ? [{ key: 'tokens', label: t('menu:tokens'), onClick: () => void navigate({ to: '/tokens' }) }]
            : []),
          {
            key: 'notices',
            label: (
              <a href="/third-party-notices.txt" target="_blank" rel="noreferrer">
                {t('app:notices')}
              </a>
            ),
          },
          { type: 'divider' },
          { key: 'out', label: t('app:sign_out'), onClick: leave },
        ],
      }}
    >
      <Button type="text" icon={<UserOutlined />} aria-haspopup="menu" className="fs-account">
        {visible(session.display_name)}
      </Button>
    </Dropdown>
  )
}
