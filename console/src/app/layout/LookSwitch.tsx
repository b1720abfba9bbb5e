import { BgColorsOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { prefer, type Theme, usePreferences } from '@/shared/preferences'

export const LookSwitch = () => {
  const { t } = useTranslation()
  const { theme, compact } = usePreferences()
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        selectedKeys: [theme, compact ? 'compact' : 'comfortable'],
        items: [
          { key: 'light', label: t('app:look.light') },
          { key: 'dark', label: t('app:look.dark') },
          { key: 'system', label: t('app:look.system') },
          { type: 'divider' },
          { key: 'comfortable', label: t('app:look.comfortable') },
          { key: 'compact', label: t('app:look.compact') },
        ],
        onClick: ({ key: chosen }) =>
          chosen === 'compact' || chosen === 'comfortable'
            ? prefer({ compact: chosen === 'compact' })
            : prefer({ theme: chosen as Theme }),
      }}
    >
      <Button type="text" icon={<BgColorsOutlined />} aria-label={t('app:look')} aria-haspopup="menu" />
    </Dropdown>
  )
}
