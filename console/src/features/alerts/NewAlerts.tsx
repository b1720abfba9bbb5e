import { Badge, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLive } from '@/shared/live'

/** Says that there is something new instead of moving rows under the pointer. */
export const NewAlerts = ({ onShow }: { onShow: () => void }) => {
  const { t } = useTranslation()
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set())
  useLive('alert', ({ object }) => setChanged((before) => new Set([...before, object])))
  useLive('reset', () => setChanged((before) => new Set([...before, ''])))
  if (changed.size === 0) return null
  return (
    <Badge count={changed.size} overflowCount={999}>
      <Button
        onClick={() => {
          setChanged(new Set())
          onShow()
        }}
      >
        {t('alerts:new')}
      </Button>
    </Badge>
  )
}
