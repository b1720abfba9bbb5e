import { Badge, Button, Flex, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { key } from '@/shared/i18n'
import { useShortcut } from '@/shared/keys/shortcuts'

interface LiveSwitchProps {
  live: boolean
  /** Events that came and are not shown yet. */
  fresh: number
  onChange: (live: boolean) => void
  onShow: () => void
}

export const LiveSwitch = ({ live, fresh, onChange, onShow }: LiveSwitchProps) => {
  const { t } = useTranslation()
  useShortcut('l', key('events:key.live'), () => onChange(!live))
  return (
    <Flex gap={6} align="center" style={{ height: 32 }}>
      {live && fresh > 0 && (
        <Badge count={fresh} overflowCount={99} size="small">
          <Button size="small" onClick={onShow}>
            {t('events:live.new', { number: fresh })}
          </Button>
        </Badge>
      )}
      <Switch
        size="small"
        checked={live}
        onChange={onChange}
        title={t('events:live.means')}
        aria-label={t('events:live')}
      />
      <span aria-hidden>{t('events:live')}</span>
    </Flex>
  )
}
