import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Flex, Skeleton, Typography, theme } from 'antd'
import { lazy, type PointerEvent, Suspense, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePreferences } from '@/shared/preferences'
import { formatTime, zoneLabel } from '@/shared/time/format'
import type { Range } from '@/shared/time/range'
import { Failed } from '@/shared/ui/states'
import { type Asked, histogramQuery } from './api'
import { barAt, histogramOption, intervalFor, rangeOfBars, SIDES } from './histogram'
import { useSize } from './useSize'

const Chart = lazy(() => import('@/shared/chart/Chart'))

const HEIGHT = 118

type Props = { asked: Asked; live: boolean; onZoom: (range: Range) => void }

/** How many events there were when. A stretch dragged over, or a bar clicked, becomes the range. */
export const EventHistogram = ({ asked, live, onZoom }: Props) => {
  const { t, i18n } = useTranslation()
  const { zone } = usePreferences()
  const { token } = theme.useToken()
  const [place, { width }] = useSize()
  const span = asked.start && asked.end ? Date.parse(asked.end) - Date.parse(asked.start) : undefined
  const interval = span === undefined ? undefined : intervalFor(span, width - SIDES)
  const query = useQuery({
    ...histogramQuery(asked, interval),
    enabled: width > 0,
    ...(live ? { placeholderData: keepPreviousData } : {}),
  })
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null)

  const { data } = query
  const starts = useMemo(() => data?.buckets.map(({ start }) => Date.parse(start)) ?? [], [data])
  const option = useMemo(
    () => histogramOption(data?.buckets ?? [], (at) => formatTime(at, zone), token),
    [data, zone, token],
  )
  const at = (event: PointerEvent<HTMLDivElement>) => event.clientX - event.currentTarget.getBoundingClientRect().left
  const release = () => {
    if (drag === null || data === undefined) return
    setDrag(null)
    const bar = (x: number) => barAt(x, width, starts.length)
    const range = rangeOfBars(starts, data.interval_s, bar(drag.from), bar(drag.to))
    if (range !== null) onZoom(range)
  }
  const number = (value: number) => value.toLocaleString(i18n.language)
  return (
    <div className="fs-panel">
      <div ref={place}>
        <Flex justify="space-between" gap="small" wrap style={{ fontSize: token.fontSizeSM, minHeight: 20 }}>
          <Typography.Text strong>{data ? t('events:total', { number: number(data.total) }) : ' '}</Typography.Text>
          {data?.start && data.end && (
            <Typography.Text type="secondary">
              {formatTime(data.start, zone)} – {formatTime(data.end, zone)} ({zoneLabel[zone]}) ·{' '}
              {t('events:histogram.interval', { interval: intervalText(data.interval_s) })} ·{' '}
              {t('events:histogram.hint')}
            </Typography.Text>
          )}
        </Flex>
        {query.isError && <Failed error={query.error} onRetry={() => void query.refetch()} />}
        {!query.isError && (
          <div
            style={{
              position: 'relative',
              height: HEIGHT,
              cursor: 'crosshair',
              touchAction: 'none',
              userSelect: 'none',
            }}
            onPointerDown={(event) => {
              if (event.button !== 0 || starts.length === 0) return
              event.currentTarget.setPointerCapture(event.pointerId)
              setDrag({ from: at(event), to: at(event) })
            }}
            onPointerMove={(event) => drag !== null && setDrag({ ...drag, to: at(event) })}
            onPointerUp={release}
            onPointerCancel={() => setDrag(null)}
          >
            <Suspense fallback={<Skeleton.Node active style={{ width: '100%', height: HEIGHT }} />}>
              <Chart
                option={option}
                height={HEIGHT}
                label={t('events:histogram.label', { number: number(data?.total ?? 0) })}
              />
            </Suspense>
            {drag !== null && (
              <div
                style={{
                  position: 'absolute',
                  insetBlock: '6px 22px',
                  left: Math.min(drag.from, drag.to),
                  width: Math.abs(drag.to - drag.from),
                  background: token.colorPrimary,
                  opacity: 0.18,
                  pointerEvents: 'none',
                }}
              />
            )}
          </div>
        )}
      </div>
    </div>
  )
}

const UNITS = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const

const intervalText = (seconds: number): string => {
  const [length, name] = UNITS.find(([each]) => seconds % each === 0) ?? [1, 's']
  return `${seconds / length} ${name}`
}
