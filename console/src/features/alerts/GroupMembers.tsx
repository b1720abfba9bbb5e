import { useInfiniteQuery } from '@tanstack/react-query'
import { App, Button, Flex } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Loaded } from '@/shared/ui/states'
import { useWords } from '@/shared/words'
import { AlertsTable } from './AlertsTable'
import type { AlertRead } from './alert'
import { alertsQuery, readMatching } from './api'
import { DecideModal } from './DecideModal'
import { MOST_CHOSEN } from './decisions'
import type { AlertsSearch, AskedAlerts } from './search'
import { useDecide } from './useDecide'

type Props = {
  group: Schemas['AlertGroup']
  asked: AskedAlerts
  open: string | undefined
  onOpen: (id: string) => void
  onFilter: (part: AlertsSearch) => void
}

const SHOWN = 20

/** The newest alerts of a group, the way to all of them, and one decision about all of them. */
export const GroupMembers = ({ group, asked, open, onOpen, onFilter }: Props) => {
  const { t } = useTranslation()
  const { number } = useWords()
  const { message } = App.useApp()
  const may = useMay('alerts:decide')
  const principal = group.principal?.key ?? '-'
  const own = { ...asked, rule: group.rule, principal }
  const members = useInfiniteQuery(alertsQuery(own))
  const [reading, setReading] = useState(false)
  const [chosen, setChosen] = useState<readonly AlertRead[]>([])
  const decide = useDecide()
  const gather = async () => {
    setReading(true)
    try {
      const { alerts, more } = await readMatching(own, MOST_CHOSEN)
      if (more) void message.warning(t('alerts:groups.many', { most: number(MOST_CHOSEN) }))
      setChosen(alerts)
    } finally {
      setReading(false)
    }
  }
  return (
    <Loaded query={members}>
      {({ pages }) => (
        <Flex vertical gap="small">
          <AlertsTable
            rows={pages.flatMap(({ items }) => items).slice(0, SHOWN)}
            open={open}
            chosen={[]}
            onChoose={undefined}
            onOpen={onOpen}
          />
          <Flex gap="small">
            <Button size="small" onClick={() => onFilter({ rule: group.rule, principal, shape: 'list' })}>
              {t('alerts:groups.all', { number: number(group.alerts) })}
            </Button>
            {may && (
              <Button size="small" type="primary" loading={reading} onClick={() => void gather()}>
                {t('alerts:groups.decide')}
              </Button>
            )}
          </Flex>
          <DecideModal
            number={chosen.length}
            initial="closed"
            busy={decide.isPending}
            onCancel={() => setChosen([])}
            onDecide={(body) => decide.mutate({ chosen, body }, { onSuccess: () => setChosen([]) })}
          />
        </Flex>
      )}
    </Loaded>
  )
}
