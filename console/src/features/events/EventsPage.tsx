import { ReloadOutlined } from '@ant-design/icons'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { App, Button, Flex } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PivotTarget } from '@/shared/events/PivotValue'
import { existsTerm, type Pivot, pivoted, term } from '@/shared/events/pivot'
import { neighbour, useRowKeys } from '@/shared/keys/useRowKeys'
import { useSearchState } from '@/shared/search'
import { RangePicker } from '@/shared/time/RangePicker'
import type { Range } from '@/shared/time/range'
import { Page } from '@/shared/ui/Page'
import { SavedViews } from '@/shared/views/SavedViews'
import { eventsQuery } from './api'
import { EventDrawer } from './EventDrawer'
import { EventHistogram } from './EventHistogram'
import { EventResults } from './EventResults'
import { ExportMenu } from './ExportMenu'
import { LiveSwitch } from './LiveSwitch'
import { QueryBar } from './QueryBar'
import { DEFAULT_COLUMNS, readEventSearch, toggled } from './search'
import { askedRange, DEFAULT_RANGE } from './timeRange'
import { useTail } from './useTail'

const LIVE_RANGE: Range = { from: 'now-15m', to: 'now' }
/** More than are looked at for new ones, so that what is shown is not taken for new. */
const LOOKED_BACK = 400

/** 日志检索: a query, a range, when it happened, which fields it has, the events themselves. */
export const EventsPage = () => {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [search, change] = useSearchState(readEventSearch)
  const {
    q = '',
    from = DEFAULT_RANGE.from,
    to = DEFAULT_RANGE.to,
    order = 'newest',
    columns = DEFAULT_COLUMNS,
    live = false,
  } = search
  const [runs, setRuns] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: searching again reads the clock again
  const asked = useMemo(() => ({ q, ...askedRange({ from, to }, Date.now()) }), [q, from, to, runs])
  // While live, what was found stays until the next answer is there.
  const found = useInfiniteQuery({
    ...eventsQuery(asked, order),
    ...(live ? { placeholderData: keepPreviousData } : {}),
  })
  const rows = useMemo(() => found.data?.pages.flatMap((page) => page.items) ?? [], [found.data])

  const ask = useCallback(
    (text: string) => (text === q ? setRuns((count) => count + 1) : change({ q: text || undefined, open: undefined })),
    [q, change],
  )
  const put = (clause: string | null, action: 'include' | 'exclude' | 'only') => {
    const next = clause === null ? null : pivoted(q, action, clause)
    if (next === null) void message.warning(t('events:pivot.impossible'))
    else ask(next)
  }
  const onPivot = ({ action, field, value }: Pivot) => put(term(field, value), action)
  const onRange = (range: Range) =>
    change({ ...range, open: undefined, ...(range.to === 'now' ? {} : { live: undefined }) })
  const onLive = (on: boolean) =>
    change({
      live: on || undefined,
      order: undefined,
      ...(on && to !== 'now' ? LIVE_RANGE : {}),
    })
  const onColumn = (field: string) => change({ columns: toggled(columns, field) }, { replace: true })
  const show = (id: string) => change({ open: id }, { replace: search.open !== undefined })
  const close = () => change({ open: undefined }, { replace: true })
  const [over, setOver] = useState(false)
  const again = () => setRuns((count) => count + 1)
  const fresh = useTail({
    enabled: live && !found.isError,
    asked: () => ({ q, ...askedRange({ from, to }, Date.now()) }),
    shown: rows.slice(0, LOOKED_BACK).map(({ id }) => id),
    held: over || search.open !== undefined || found.isFetching,
    onShow: again,
  })
  const ids = rows.map(({ id }) => id)
  const step = (by: 1 | -1) => {
    const next = neighbour(ids, search.open, by)
    if (next !== undefined) show(next)
    if (next === ids.at(-1) && found.hasNextPage && !found.isFetchingNextPage) void found.fetchNextPage()
  }
  useRowKeys({
    rows,
    rowKey: ({ id }) => id,
    selected: search.open,
    onSelect: (id) => {
      show(id)
      if (id === ids.at(-1) && found.hasNextPage && !found.isFetchingNextPage) void found.fetchNextPage()
    },
    onClose: close,
  })
  return (
    <PivotTarget onPivot={onPivot} range={{ from, to }}>
      <Page
        title={t('events:title')}
        extra={
          <>
            <SavedViews page="events" />
            <ExportMenu asked={asked} columns={columns} disabled={rows.length === 0} />
          </>
        }
        toolbar={
          <Flex gap="small" align="start">
            <QueryBar asked={asked} onSearch={ask} />
            <RangePicker value={{ from, to }} onChange={onRange} />
            <LiveSwitch live={live} fresh={fresh} onChange={onLive} onShow={again} />
            <Button
              type="primary"
              icon={<ReloadOutlined />}
              onClick={again}
              loading={found.isFetching && !(live && found.isPlaceholderData)}
            >
              {t('events:search')}
            </Button>
          </Flex>
        }
      >
        {!found.isError && <EventHistogram asked={asked} live={live} onZoom={onRange} />}
        <div onPointerEnter={() => setOver(true)} onPointerLeave={() => setOver(false)}>
          <EventResults
            asked={asked}
            found={found}
            rows={rows}
            order={order}
            columns={columns}
            selected={search.open}
            onOpen={show}
            onColumn={onColumn}
            onOrder={() => change({ order: order === 'newest' ? 'oldest' : undefined, open: undefined })}
            onExists={(field, exists) => put(existsTerm(field), exists ? 'include' : 'exclude')}
            onRange={onRange}
            onClear={() => ask('')}
          />
        </div>
        <EventDrawer id={search.open} columns={columns} onColumn={onColumn} onStep={step} onClose={close} />
      </Page>
    </PivotTarget>
  )
}
