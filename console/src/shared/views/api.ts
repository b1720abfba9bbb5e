import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '@/shared/api'
import { useChange } from '@/shared/query'

export type View = Schemas['ViewRead']
export type ViewedPage = Schemas['ViewedPage']

const KEY = ['views']

export const viewsQuery = () =>
  queryOptions({
    queryKey: KEY,
    queryFn: ({ signal }) => ask(api.GET('/api/v1/views', { signal })),
    staleTime: 60_000,
  })

export const useAddView = () =>
  useChange((body: Schemas['ViewAdd']) => ask(api.POST('/api/v1/views', { body })), [KEY], 'views:saved')

export const useChangeView = () =>
  useChange(
    ({ id, body }: { id: string; body: Schemas['ViewChange'] }) =>
      ask(api.PUT('/api/v1/views/{view_id}', { params: { path: { view_id: id } }, body })),
    [KEY],
    'views:updated',
  )

export const useRemoveView = () =>
  useChange(
    (id: string) => ask(api.DELETE('/api/v1/views/{view_id}', { params: { path: { view_id: id } } })),
    [KEY],
    'views:deleted',
  )
