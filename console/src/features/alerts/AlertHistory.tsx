import { useQuery } from '@tanstack/react-query'
import { Timeline } from 'antd'
import { useTranslation } from 'react-i18next'
import { Moment } from '@/shared/time/Moment'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { alertHistoryQuery } from './api'
import { StatusTag } from './StatusTag'

/** What people decided, oldest first. */
export const AlertHistory = ({ id, created }: { id: string; created: string }) => {
  const { t } = useTranslation()
  const query = useQuery(alertHistoryQuery(id))
  return (
    <Loaded query={query}>
      {({ items }) => (
        <Timeline
          items={[
            {
              key: 'created',
              content: (
                <>
                  <Moment at={created} /> {t('alerts:history.created')}
                </>
              ),
            },
            ...items.map((change) => ({
              key: change.time,
              content: (
                <>
                  <Moment at={change.time} /> <UntrustedText text={change.actor} />{' '}
                  <StatusTag status={change.status} verdict={change.verdict} />
                  {change.note !== '' && (
                    <div>
                      <UntrustedText text={change.note} />
                    </div>
                  )}
                </>
              ),
            })),
          ]}
        />
      )}
    </Loaded>
  )
}
