import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { key } from '@/shared/i18n'
import { useShortcut } from '@/shared/keys/shortcuts'
import { useMay } from '@/shared/session'
import type { Status } from './alert'
import type { AlertVersion } from './api'
import { DecideModal } from './DecideModal'
import { useDecide } from './useDecide'

/** What to do with the alert that is open; e closes it, a takes it over. */
export const DecideAlert = ({ version: { alert, etag } }: { version: AlertVersion }) => {
  const { t } = useTranslation()
  const may = useMay('alerts:decide')
  const [initial, setInitial] = useState<Status | null>(null)
  const decide = useDecide()
  const takeOver = () => decide.mutate({ chosen: [alert], etag, body: { status: 'acknowledged', note: '' } })
  useShortcut('e', key('alerts:key.close'), () => setInitial('closed'), may)
  useShortcut('a', key('alerts:key.acknowledge'), takeOver, may && alert.status === 'open')
  if (!may) return null
  return (
    <>
      {alert.status === 'open' && (
        <Button onClick={takeOver} loading={decide.isPending && initial === null} title="a">
          {t('alerts:acknowledge')}
        </Button>
      )}
      <Button type="primary" onClick={() => setInitial('closed')} title="e">
        {t('alerts:decide')}
      </Button>
      <DecideModal
        number={initial === null ? 0 : 1}
        initial={initial ?? 'closed'}
        busy={decide.isPending}
        onCancel={() => setInitial(null)}
        onDecide={(body) => decide.mutate({ chosen: [alert], etag, body }, { onSuccess: () => setInitial(null) })}
      />
    </>
  )
}
