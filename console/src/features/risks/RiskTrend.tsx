import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { overTime } from '@/shared/chart/overTime'
import { Panel } from '@/shared/ui/Panel'
import { riskTrendQuery } from './api'

const Chart = lazy(() => import('@/shared/chart/Chart'))

/** Risks by grade, a point a day; one day alone says so. */
export const RiskTrend = ({ system }: { system: string | undefined }) => {
  const { t } = useTranslation()
  const items = useQuery(riskTrendQuery(system)).data?.items ?? []
  return (
    <Panel title={t('risks:trend')}>
      {items.length < 2 ? (
        <p className="fs-soft">{t('risks:no_trend')}</p>
      ) : (
        <Suspense fallback={null}>
          <Chart
            height={200}
            label={t('risks:trend')}
            option={overTime(
              [5, 4, 3, 2, 1].map((grade) => ({
                name: t(`risks:grade.${grade}`),
                type: 'line',
                stack: 'risks',
                areaStyle: { opacity: 0.25 },
                showSymbol: false,
                data: items.map((one) => [one.day, one.grades[grade - 1] ?? 0]),
              })),
            )}
          />
        </Suspense>
      )}
    </Panel>
  )
}
