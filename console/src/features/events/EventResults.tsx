import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { Button, Flex, Skeleton } from 'antd'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { EVERYTHING, type Range } from '@/shared/time/range'
import { Empty, Failed, Partial } from '@/shared/ui/states'
import { visible } from '@/shared/visible'
import type { Asked, EventRead } from './api'
import { EventTable } from './EventTable'
import { FieldPanel } from './FieldPanel'
import { useSize } from './useSize'

type Props = {
  asked: Asked
  found: UseInfiniteQueryResult<InfiniteData<Schemas['EventPage']>>
  rows: EventRead[]
  order: 'newest' | 'oldest'
  columns: readonly string[]
  selected: string | undefined
  onOpen: (id: string) => void
  onColumn: (field: string) => void
  onOrder: () => void
  onExists: (field: string, exists: boolean) => void
  onRange: (range: Range) => void
  onClear: () => void
}

const HEADER = 40
const MARGIN = 30
const LEAST = 320

/** Fields beside the events; or why there are none, and what to do about it. */
export const EventResults = (props: Props) => {
  const { asked, found, rows, order, columns, selected, onOpen, onColumn, onOrder, onExists, onRange, onClear } = props
  const { t } = useTranslation()
  const [place, { room }] = useSize()
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = found
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const height = Math.max(LEAST, room - MARGIN)
  const reasons = [...new Set(found.data?.pages.flatMap((page) => page.partial))]

  if (found.isError && rows.length === 0) return <Failed error={found.error} onRetry={() => void found.refetch()} />
  if (found.data === undefined) return <Skeleton active paragraph={{ rows: 8 }} title={false} />
  return (
    <Flex vertical gap={8}>
      {reasons.length > 0 && <Partial reason={reasons.map(visible).join('; ')} />}
      {found.isError && (
        <Partial
          reason={t('events:more.failed')}
          action={
            <Button size="small" onClick={() => void fetchNextPage()}>
              {t('events:more.retry')}
            </Button>
          }
        />
      )}
      <div ref={place}>
        {rows.length === 0 ? (
          <Empty title={t('events:empty')}>
            <Flex vertical gap="small" align="center">
              {t('events:empty.next')}
              <Flex gap="small">
                <Button size="small" onClick={() => onRange(EVERYTHING)}>
                  {t('events:empty.everything')}
                </Button>
                {asked.q !== '' && (
                  <Button size="small" onClick={onClear}>
                    {t('events:empty.clear')}
                  </Button>
                )}
              </Flex>
            </Flex>
          </Empty>
        ) : (
          <Flex gap={12} align="start">
            <FieldPanel
              asked={asked}
              events={rows}
              columns={columns}
              height={height}
              onColumn={onColumn}
              onExists={onExists}
            />
            <div style={{ flex: 1, minWidth: 0 }}>
              <EventTable
                rows={rows}
                columns={columns}
                order={order}
                selected={selected}
                height={height - HEADER}
                loading={isFetchingNextPage}
                onOpen={onOpen}
                onOrder={onOrder}
                onNearEnd={more}
              />
            </div>
          </Flex>
        )}
      </div>
    </Flex>
  )
}
