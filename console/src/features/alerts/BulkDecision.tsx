import { App, Button, Flex, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { key } from '@/shared/i18n'
import { useShortcut } from '@/shared/keys/shortcuts'
import { useWords } from '@/shared/words'
import type { AlertRead, Status } from './alert'
import { readMatching } from './api'
import { DecideModal } from './DecideModal'
import { MOST_CHOSEN } from './decisions'
import type { AskedAlerts } from './search'
import { useDecide } from './useDecide'

type Props = {
  chosen: readonly AlertRead[]
  onChoose: (alerts: readonly AlertRead[]) => void
  /** The alert that is open: x chooses it, or no longer. */
  current: AlertRead | undefined
  /** What the list is about, and how many alerts that is. */
  asked: AskedAlerts
  matching: number | undefined
}

/** One decision about all that are chosen, which can be all that match. */
export const BulkDecision = ({ chosen, onChoose, current, asked, matching }: Props) => {
  const { t } = useTranslation()
  const { number } = useWords()
  const { message } = App.useApp()
  const [initial, setInitial] = useState<Status | null>(null)
  const [reading, setReading] = useState(false)
  const decide = useDecide()
  const toggle = () => {
    if (current === undefined) return
    const others = chosen.filter(({ id }) => id !== current.id)
    onChoose(others.length < chosen.length ? others : [...chosen, current])
  }
  useShortcut('x', key('alerts:key.choose'), toggle, current !== undefined)
  const chooseMatching = async () => {
    setReading(true)
    try {
      const { alerts, more } = await readMatching(asked, MOST_CHOSEN)
      onChoose(alerts)
      if (more) void message.warning(t('alerts:choose.matching.most', { most: number(MOST_CHOSEN) }))
    } finally {
      setReading(false)
    }
  }
  if (chosen.length === 0) return null
  return (
    <Flex gap="small" align="center" className="fs-toolbar" role="region" aria-label={t('alerts:bulk')}>
      <Typography.Text strong>{t('alerts:bulk.chosen', { number: number(chosen.length) })}</Typography.Text>
      {matching !== undefined && matching > chosen.length && chosen.length < MOST_CHOSEN && (
        <Button size="small" type="link" loading={reading} onClick={() => void chooseMatching()}>
          {t('alerts:choose.matching', { number: number(Math.min(matching, MOST_CHOSEN)) })}
        </Button>
      )}
      <Button size="small" onClick={() => setInitial('acknowledged')}>
        {t('alerts:acknowledge')}
      </Button>
      <Button size="small" type="primary" onClick={() => setInitial('closed')}>
        {t('alerts:decide')}
      </Button>
      <Button size="small" type="text" onClick={() => onChoose([])}>
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
                onChoose([])
              },
            },
          )
        }
      />
    </Flex>
  )
}
