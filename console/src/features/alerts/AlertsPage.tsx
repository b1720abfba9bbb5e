import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { neighbour, useRowKeys } from '@/shared/keys/useRowKeys'
import { useSearchState } from '@/shared/search'
import { useMay } from '@/shared/session'
import { Page } from '@/shared/ui/Page'
import { SavedViews } from '@/shared/views/SavedViews'
import { AlertDrawer } from './AlertDrawer'
import { AlertFilters } from './AlertFilters'
import { AlertGroups } from './AlertGroups'
import { AlertsList } from './AlertsList'
import type { AlertRead } from './alert'
import { alertCountsQuery, alertsQuery } from './api'
import { BulkDecision } from './BulkDecision'
import { LevelCounts } from './LevelCounts'
import { NewAlerts } from './NewAlerts'
import { type AlertsSearch, askedAlerts, NO_FILTERS, readAlertsSearch, type Shape, shapeOf, statusOf } from './search'

const SHAPES = ['groups', 'list'] as const satisfies readonly Shape[]

/** 告警: what detections report, filtered, counted, read one by one and decided about. */
export const AlertsPage = () => {
  const { t } = useTranslation()
  const client = useQueryClient()
  const may = useMay('alerts:decide')
  const [search, change] = useSearchState(readAlertsSearch)
  const [chosen, setChosen] = useState<readonly AlertRead[]>([])
  const shape = shapeOf(search)
  const { open, shape: _, ...filters } = search
  const status = statusOf(search)
  const filterKey = JSON.stringify([filters, status])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same filters are the same list, whatever is open
  const asked = useMemo(() => askedAlerts({ ...filters, status }, Date.now()), [filterKey])
  const { level: __, ...anyLevel } = asked
  const { status: ___, ...anyStatus } = asked
  const found = useInfiniteQuery({ ...alertsQuery(asked), enabled: shape === 'list' })
  const byLevel = useQuery(alertCountsQuery(anyLevel))
  const byStatus = useQuery(alertCountsQuery(anyStatus))
  const rows = useMemo(() => found.data?.pages.flatMap((page) => page.items) ?? [], [found.data])
  const ids = rows.map(({ id }) => id)
  const matching = byLevel.data?.levels
    .filter(({ level }) => search.level?.includes(level) ?? true)
    .reduce((sum, { count }) => sum + count, 0)

  const filter = (part: AlertsSearch) => {
    setChosen([])
    change({ ...part, open: undefined })
  }
  // What is shown stays the same list, although it is no longer about one alert, or now is.
  const show = (id: string) => change({ open: id, status, shape }, { replace: open !== undefined })
  const close = () => change({ open: undefined, status, shape }, { replace: true })
  const step = (by: 1 | -1) => {
    const next = neighbour(ids, open, by)
    if (next !== undefined) show(next)
  }
  const choose = (keys: readonly string[]) => {
    const known = new Map([...chosen, ...rows].map((alert) => [alert.id, alert]))
    setChosen(keys.flatMap((id) => known.get(id) ?? []))
  }
  const reset = () => filter({ ...NO_FILTERS, status: 'all' })
  useRowKeys({
    rows: shape === 'list' ? rows : [],
    rowKey: ({ id }) => id,
    selected: open,
    onSelect: show,
    ...(open === undefined ? {} : { onClose: close }),
  })
  return (
    <Page
      title={t('alerts:title')}
      extra={
        <>
          <NewAlerts onShow={() => void client.invalidateQueries({ queryKey: ['alerts'] })} />
          <Segmented<Shape>
            value={shape}
            aria-label={t('alerts:shape')}
            options={SHAPES.map((each) => ({ value: each, label: t(`alerts:shape.${each}`) }))}
            onChange={(next) => filter({ shape: next })}
          />
          <SavedViews page="alerts" />
        </>
      }
      toolbar={<AlertFilters search={search} counts={byStatus.data} onChange={filter} />}
    >
      <LevelCounts
        counts={byLevel.data}
        chosen={search.level ?? []}
        onChange={(level) => filter({ level: level.length > 0 ? level : undefined })}
      />
      {may && shape === 'list' && (
        <BulkDecision
          chosen={chosen}
          onChoose={setChosen}
          current={rows.find(({ id }) => id === open)}
          asked={asked}
          matching={matching}
        />
      )}
      {shape === 'groups' ? (
        <AlertGroups asked={asked} open={open} onOpen={show} onFilter={filter} onReset={reset} />
      ) : (
        <AlertsList
          found={found}
          rows={rows}
          open={open}
          chosen={chosen.map(({ id }) => id)}
          onChoose={may ? choose : undefined}
          onOpen={show}
          onReset={reset}
        />
      )}
      <AlertDrawer id={open} onStep={step} onClose={close} />
    </Page>
  )
}
