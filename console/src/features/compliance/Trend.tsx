import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { overTime } from '@/shared/chart/overTime'
import { trendQuery } from './api'
import styles from './compliance.module.css'

const Chart = lazy(() => import('@/shared/chart/Chart'))

/** Posture over time, a point a day; nothing is drawn before there are two days. */
export const Trend = ({ system }: { system: string | undefined }) => {
  const { t } = useTranslation()
  const trend = useQuery(trendQuery(system))
  const items = trend.data?.items ?? []
  if (items.length < 2) return null
  const line = (name: string, field: 'met' | 'partly_met' | 'not_met' | 'unknown') => ({
    name,
    type: 'line',
    stack: 'items',
    areaStyle: { opacity: 0.25 },
    showSymbol: false,
    data: items.map((one) => [one.day, one[field]]),
  })
  return (
    <section>
      <h2 className={styles['heading']}>{t('compliance:trend')}</h2>
      <Suspense fallback={null}>
        <Chart
          height={220}
          label={t('compliance:trend')}
          option={overTime([
            line(t('compliance:verdict.met'), 'met'),
            line(t('compliance:verdict.partly_met'), 'partly_met'),
            line(t('compliance:verdict.not_met'), 'not_met'),
            line(t('compliance:verdict.unknown'), 'unknown'),
          ])}
        />
      </Suspense>
    </section>
  )
}
