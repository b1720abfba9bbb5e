import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { api, ask, type Schemas } from '@/shared/api'
import { useChange } from '@/shared/query'

const SAMPLES = 20

export const sourcesQuery = () =>
  queryOptions({
    queryKey: ['sources', 'list'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/sources', { signal })),
  })

export const sourceQuery = (name: string) =>
  queryOptions({
    queryKey: ['sources', 'one', name],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/sources/{name}', { params: { path: { name } }, signal })),
  })

export type HeldState = Schemas['HeldState']

const WATCH_MS = 1_500

/** Read again while records wait in the queue, so that their outcome is seen. */
export const samplesQuery = (source: string, reason: string | undefined, state: HeldState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['sources', 'one', source, 'samples', reason, state],
    queryFn: ({ signal, pageParam }) =>
      ask(
        api.GET('/api/v1/quarantine', {
          params: { query: { source, reason, state, limit: SAMPLES, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor ?? undefined,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some((page) => page.items.some((held) => held.state === 'queued')) ? WATCH_MS : false,
  })

/** Have records read again. The answer says how many wait; what becomes of each is seen at the record. */
export const useReplay = () => {
  const { message } = App.useApp()
  const { t } = useTranslation()
  return useChange(
    async (body: Schemas['ReplayRequest']) => {
      const { queued, unable, done } = await ask(api.POST('/api/v1/quarantine/replays', { body }))
      message.info(t('sources:replay.queued', { queued, unable, done }), 6)
    },
    [['sources']],
  )
}

/** Say that records were read after all, for instance from a repaired copy of their input. */
export const useMarkReplayed = () =>
  useChange(
    (records: number[]) => ask(api.POST('/api/v1/quarantine/marks', { body: { records } })),
    [['sources']],
    'sources:mark.done',
  )
