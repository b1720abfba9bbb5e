import { BankOutlined, MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons'
import { Button, Flex, Layout, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { AccountMenu } from '@/app/layout/AccountMenu'
import { LookSwitch } from '@/app/layout/LookSwitch'
import { ZoneSwitch } from '@/app/layout/ZoneSwitch'
import { PaletteButton } from '@/app/palette/PaletteButton'
import { ModeNow } from '@/features/duty/ModeMark'
import { useLiveOpen } from '@/shared/live'
import { prefer, usePreferences } from '@/shared/preferences'
import { useSession } from '@/shared/session'
import { LanguageSwitch } from '@/shared/ui/LanguageSwitch'
import { visible } from '@/shared/visible'

export const HeaderBar = () => {
  const { t, i18n } = useTranslation()
  const session = useSession()
  const live = useLiveOpen()
  const { menuFolded } = usePreferences()
  const unit = i18n.language === 'en' ? session.unit_name : session.unit_name_zh
  const liveText = live ? t('app:live.on') : t('app:live.off')
  return (
    <Layout.Header className="fs-header">
      <Flex align="center" gap={12} flex={1} style={{ minWidth: 0 }}>
        <Button
          type="text"
          icon={menuFolded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
          aria-label={t('app:fold')}
          aria-expanded={!menuFolded}
          onClick={() => prefer({ menuFolded: !menuFolded })}
        />
        <span className="fs-unit">
          <BankOutlined aria-hidden /> {visible(unit)}
        </span>
        <ModeNow />
      </Flex>
      <Flex align="center" gap={4} className="fs-tools">
        <PaletteButton />
        <Tooltip title={liveText}>
          <span className={`fs-live${live ? ' fs-live-on' : ''}`} role="img" aria-label={liveText} />
        </Tooltip>
        <ZoneSwitch />
        <LookSwitch />
        <LanguageSwitch />
        <AccountMenu />
      </Flex>
    </Layout.Header>
  )
}
