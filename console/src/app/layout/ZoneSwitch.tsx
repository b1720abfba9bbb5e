import { Button, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { prefer, usePreferences } from '@/shared/preferences'
import { zoneLabel } from '@/shared/time/format'

export const ZoneSwitch = () => {
  const { t } = useTranslation()
  const { zone } = usePreferences()
  const label = t('app:zone', { zone: zoneLabel[zone] })
  return (
    <Tooltip title={label}>
      <Button
        type="text"
        className="fs-zone"
        aria-label={label}
        onClick={() => prefer({ zone: zone === 'UTC' ? 'Asia/Shanghai' : 'UTC' })}
      >
        {zoneLabel[zone]}
      </Button>
    </Tooltip>
  )
}
