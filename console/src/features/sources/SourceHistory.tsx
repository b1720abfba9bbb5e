import { useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePreferences } from '@/shared/preferences'
import { Loaded } from '@/shared/ui/states'
import { historyOption } from './historyOption'
import { historyQuery } from './managed'
import styles from './sources.module.css'

const Chart = lazy(() => import('@/shared/chart/Chart'))
const HOURS = [6, 24, 24 * 7] as const
const HEIGHT = 180

export const SourceHistory = ({ name }: { name: string }) => {
  const { t } = useTranslation()
  const { zone } = usePreferences()
  const [hours, choose] = useState<number>(24)
  const history = useQuery(historyQuery(name, hours))
  return (
    <section className={styles['section']}>
      <div className={styles['heading']}>
        <h2>{t('sources:history')}</h2>
        <Segmented
          size="small"
          value={hours}
          onChange={choose}
          options={HOURS.map((value) => ({ value, label: t(`sources:history.${value}`) }))}
        />
      </div>
      <Loaded query={history} empty={(data) => data.items.length === 0}>
        {(data) => (
          <Suspense fallback={<div style={{ height: HEIGHT }} />}>
            <Chart
              height={HEIGHT}
              label={t('sources:history')}
              option={historyOption(
                data,
                {
                  events: t('sources:column.events'),
                  quarantined: t('sources:column.quarantined'),
                  dropped: t('sources:column.dropped'),
                },
                zone,
              )}
            />
          </Suspense>
        )}
      </Loaded>
    </section>
  )
}
