import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { neighbour, useRowKeys } from '@/shared/keys/useRowKeys'
import { useSearchState } from '@/shared/search'
import { useMay } from '@/shared/session'
import { Page } from '@/shared/ui/Page'
import { AlertDrawer } from './AlertDrawer'
import { AlertFilters } from './AlertFilters'
import { AlertsList } from './AlertsList'
import { alertCountsQuery, alertsQuery } from './api'
import { BulkDecision } from './BulkDecision'
import { LevelCounts } from './LevelCounts'
import { NewAlerts } from './NewAlerts'
import { type AlertsSearch, askedAlerts, readAlertsSearch } from './search'

/** 告警: what detections report, filtered, counted, read one by one and decided about. */
export const AlertsPage = () => {
  const { t } = useTranslation()
  const client = useQueryClient()
  const may = useMay('alerts:decide')
  const [search, change] = useSearchState(readAlertsSearch)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const { open, ...filters } = search
  const filterKey = JSON.stringify(filters)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same filters are the same list, whatever is open
  const asked = useMemo(() => askedAlerts(filters, Date.now()), [filterKey])
  const { level: _, ...anyLevel } = asked
  const { status: __, ...anyStatus } = asked
  const found = useInfiniteQuery(alertsQuery(asked))
  const byLevel = useQuery(alertCountsQuery(anyLevel))
  const byStatus = useQuery(alertCountsQuery(anyStatus))
  const rows = useMemo(() => found.data?.pages.flatMap((page) => page.items) ?? [], [found.data])
  const ids = rows.map(({ id }) => id)

  const filter = (part: AlertsSearch) => {
    setChosen([])
    change({ ...part, open: undefined })
  }
  const show = (id: string) => change({ open: id }, { replace: open !== undefined })
  const close = () => change({ open: undefined }, { replace: true })
  const step = (by: 1 | -1) => {
    const next = neighbour(ids, open, by)
    if (next !== undefined) show(next)
  }
  useRowKeys({ rows, rowKey: ({ id }) => id, selected: open, onSelect: show, onClose: close })
  return (
    <Page
      title={t('alerts:title')}
      extra={<NewAlerts onShow={() => void client.invalidateQueries({ queryKey: ['alerts'] })} />}
      toolbar={<AlertFilters search={search} counts={byStatus.data} onChange={filter} />}
    >
      <LevelCounts
        counts={byLevel.data}
        chosen={search.level ?? []}
        onChange={(level) => filter({ level: level.length > 0 ? level : undefined })}
      />
      {may && (
        <BulkDecision
          chosen={rows.filter(({ id }) => chosen.includes(id))}
          onDone={() => setChosen([])}
          current={open}
          onToggle={(id) => setChosen(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id])}
        />
      )}
      <AlertsList
        found={found}
        rows={rows}
        open={open}
        chosen={chosen}
        onChoose={may ? setChosen : undefined}
        onOpen={show}
        onReset={() =>
          filter({
            level: undefined,
            status: 'all',
            verdict: undefined,
            rule: undefined,
            entity: undefined,
            incident: undefined,
            source: undefined,
            from: undefined,
            to: undefined,
          })
        }
      />
      <AlertDrawer id={open} onStep={step} onClose={close} />
    </Page>
  )
}
