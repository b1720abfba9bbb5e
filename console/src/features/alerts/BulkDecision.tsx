import { Button, Flex, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { key } from '@/shared/i18n'
import { useShortcut } from '@/shared/keys/shortcuts'
import type { AlertRead, Status } from './alert'
import { useDecideAlerts } from './api'
import { DecideModal } from './DecideModal'

type Props = {
  chosen: readonly AlertRead[]
  /** The alert that is open: x chooses it, or no longer. */
  current: string | undefined
  onToggle: (id: string) => void
  onDone: () => void
}

/** One decision about all that are chosen. */
export const BulkDecision = ({ chosen, current, onToggle, onDone }: Props) => {
  const { t } = useTranslation()
  const [initial, setInitial] = useState<Status | null>(null)
  const decide = useDecideAlerts(key('alerts:decide.done'))
  useShortcut('x', key('alerts:key.choose'), () => current !== undefined && onToggle(current), current !== undefined)
  if (chosen.length === 0) return null
  return (
    <Flex gap="small" align="center" className="fs-toolbar" role="region" aria-label={t('alerts:bulk')}>
      <Typography.Text strong>{t('alerts:bulk.chosen', { number: chosen.length })}</Typography.Text>
      <Button size="small" onClick={() => setInitial('acknowledged')}>
        {t('alerts:acknowledge')}
      </Button>
      <Button size="small" type="primary" onClick={() => setInitial('closed')}>
        {t('alerts:decide')}
      </Button>
      <Button size="small" type="text" onClick={onDone}>
        {t('alerts:bulk.none')}
      </Button>
      <DecideModal
        number={initial === null ? 0 : chosen.length}
        initial={initial ?? 'closed'}
        busy={decide.isPending}
        onCancel={() => setInitial(null)}
        onDecide={(body) =>
          decide.mutate(
            { chosen, body },
            {
              onSuccess: () => {
                setInitial(null)
                onDone()
              },
            },
          )
        }
      />
    </Flex>
  )
}
