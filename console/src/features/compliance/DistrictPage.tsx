import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Flex, Tag } from 'antd'
import { lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { key, type Language } from '@/shared/i18n'
import { useChange } from '@/shared/query'
import { useSearchState } from '@/shared/search'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { Page } from '@/shared/ui/Page'
import { Loaded, Partial } from '@/shared/ui/states'
import { UnitName } from '@/shared/ui/UnitName'
import { districtQuery, takeSurvey } from './api'
import styles from './compliance.module.css'
import { HeatMap } from './HeatMap'
import { SystemsTable } from './SystemsTable'
import { readDistrictSearch } from './search'

const Trend = lazy(() => import('./Trend').then((found) => ({ default: found.Trend })))

/** How the district stands: units against categories, the systems behind every cell, posture over time. */
export const DistrictPage = () => {
  const { t, i18n } = useTranslation()
  const [search, change] = useSearchState(readDistrictSearch)
  const district = useQuery(districtQuery())
  const mayExport = useMay('compliance:export')
  const survey = useChange(takeSurvey, [], key('compliance:survey.done'))
  const category = district.data?.categories.find((one) => one.id === search.category)
  const systems = useMemo(
    () => (district.data?.systems ?? []).filter((one) => !search.unit || one.unit === search.unit),
    [district.data, search.unit],
  )
  return (
    <Page
      title={t('compliance:title')}
      extra={
        <>
          {district.data && (
            <span className="fs-soft">
              {t('compliance:at')} <Moment at={district.data.at} />
            </span>
          )}
          {mayExport && (
            <Button
              size="small"
              icon={<DownloadOutlined />}
              loading={survey.isPending}
              onClick={() => survey.mutate(i18n.language as Language)}
            >
              {t('compliance:survey')}
            </Button>
          )}
        </>
      }
    >
      <Loaded query={district} empty={(data) => data.systems.length === 0}>
        {(data) => (
          <Flex vertical gap="middle">
            {data.partial.map((reason) => (
              <Partial key={reason} reason={reason} />
            ))}
            <HeatMap
              district={data}
              unit={search.unit}
              category={search.category}
              onPick={(unit, chosen) => change({ unit, category: chosen })}
            />
            <Flex gap="small" align="center" wrap>
              <h2 className={styles['heading']}>{t('compliance:systems', { number: systems.length })}</h2>
              {search.unit && (
                <Tag closable onClose={() => change({ unit: undefined, category: undefined })}>
                  <UnitName id={search.unit} />
                </Tag>
              )}
              {category && (
                <Tag closable onClose={() => change({ category: undefined })}>
                  {i18n.language === 'zh-CN' ? category.zh : category.en}
                </Tag>
              )}
            </Flex>
            <SystemsTable systems={systems} category={search.category} />
            <Suspense fallback={null}>
              <Trend system={undefined} />
            </Suspense>
          </Flex>
        )}
      </Loaded>
    </Page>
  )
}
