import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { More } from '@/shared/ui/More'
import { Empty, Loaded } from '@/shared/ui/states'
import { indicatorsQuery } from './api'
import { IndicatorDrawer } from './IndicatorDrawer'
import { IndicatorFilters } from './IndicatorFilters'
import type { TabProps } from './IndicatorsPage'
import { IndicatorsTable } from './IndicatorsTable'

export const IndicatorsTab = ({ search, change }: TabProps) => {
  const { t } = useTranslation()
  const found = useInfiniteQuery(indicatorsQuery(search))
  return (
    <>
      <IndicatorFilters search={search} change={change} />
      <Loaded query={found}>
        {(data) => {
          const items = data.pages.flatMap((page) => page.items)
          if (items.length === 0) return <Empty>{t('indicators:empty')}</Empty>
          return (
            <>
              <IndicatorsTable indicators={items} open={search.open} onOpen={(open) => change({ open })} />
              <More of={found} />
            </>
          )
        }}
      </Loaded>
      {search.open !== undefined && (
        <IndicatorDrawer number={search.open} onClose={() => change({ open: undefined })} />
      )}
    </>
  )
}
