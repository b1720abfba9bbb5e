import { ReloadOutlined } from '@ant-design/icons'
import { useInfiniteQuery } from '@tanstack/react-query'
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
import { eventsQuery } from './api'
import { EventDrawer } from './EventDrawer'
import { EventHistogram } from './EventHistogram'
import { EventResults } from './EventResults'
import { ExportMenu } from './ExportMenu'
import { QueryBar } from './QueryBar'
import { DEFAULT_COLUMNS, readEventSearch, toggled } from './search'
import { askedRange, DEFAULT_RANGE } from './timeRange'

/** 事件检索: a query, a range, when it happened, which fields it has, the events themselves. */
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
  } = search
  const [runs, setRuns] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: searching again reads the clock again
  const asked = useMemo(() => ({ q, ...askedRange({ from, to }, Date.now()) }), [q, from, to, runs])
  const found = useInfiniteQuery(eventsQuery(asked, order))
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
  const onRange = (range: Range) => change({ ...range, open: undefined })
  const onColumn = (field: string) => change({ columns: toggled(columns, field) }, { replace: true })
  const show = (id: string) => change({ open: id }, { replace: search.open !== undefined })
  const close = () => change({ open: undefined }, { replace: true })
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
        extra={<ExportMenu asked={asked} columns={columns} disabled={rows.length === 0} />}
        toolbar={
          <Flex gap="small" align="start">
            <QueryBar asked={asked} onSearch={ask} />
            <RangePicker value={{ from, to }} onChange={onRange} />
            <Button
              type="primary"
              icon={<ReloadOutlined />}
              onClick={() => setRuns(runs + 1)}
              loading={found.isFetching}
            >
              {t('events:search')}
            </Button>
          </Flex>
        }
      >
        {!found.isError && <EventHistogram asked={asked} onZoom={onRange} />}
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
        <EventDrawer id={search.open} columns={columns} onColumn={onColumn} onStep={step} onClose={close} />
      </Page>
    </PivotTarget>
  )
}
