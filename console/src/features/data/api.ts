import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useChange } from '@/shared/query'
import { saveFile } from '@/shared/save'

export type Approval = Schemas['DataApprovalRead']
export type Lineage = Schemas['LineageRead']

const EVERY = 15_000
const place = (data_set: string) => ({ params: { path: { data_set } } })

export const dataSetsQuery = () =>
  queryOptions({
    queryKey: ['data'],
    refetchInterval: EVERY,
    queryFn: ({ signal }) => ask(api.GET('/api/v1/public-data', { signal })),
  })

export const dataSetQuery = (dataSet: string) =>
  queryOptions({
    queryKey: ['data', dataSet],
    refetchInterval: EVERY,
    queryFn: ({ signal }) => ask(api.GET('/api/v1/public-data/{data_set}', { ...place(dataSet), signal })),
  })

export const lineageQuery = (dataSet: string) =>
  queryOptions({
    queryKey: ['data', dataSet, 'lineage'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/public-data/{data_set}/lineage', { ...place(dataSet), signal })),
  })

export const assessmentQuery = (dataSet: string) =>
  queryOptions({
    queryKey: ['data', dataSet, 'assessment'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/public-data/{data_set}/assessment', { ...place(dataSet), signal })),
  })

export const accessesQuery = (dataSet: string) =>
  infiniteQueryOptions({
    queryKey: ['data', dataSet, 'accesses'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      ask(
        api.GET('/api/v1/public-data/{data_set}/accesses', {
          params: { path: { data_set: dataSet }, query: pageParam === undefined ? {} : { cursor: pageParam } },
          signal,
        }),
      ),
    getNextPageParam: (last) => last.cursor ?? undefined,
  })

export const approvalsQuery = (state: Approval['state'] | undefined, dataSet?: string) =>
  infiniteQueryOptions({
    queryKey: ['data', 'approvals', state ?? 'all', dataSet ?? ''],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      ask(
        api.GET('/api/v1/data-approvals', {
          params: {
            query: {
              ...(state === undefined ? {} : { state }),
              ...(dataSet === undefined ? {} : { data_set: dataSet }),
              ...(pageParam === undefined ? {} : { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    getNextPageParam: (last) => last.cursor ?? undefined,
  })

const approval = (approval_id: string) => ({ params: { path: { approval_id } } })

export const useAsk = () =>
  useChange(
    (body: Schemas['DataApprovalAsk']) => ask(api.POST('/api/v1/data-approvals', { body })),
    [['data']],
    key('data:asked'),
  )

export const useDecide = () =>
  useChange(
    ({ id, ...body }: Schemas['DataApprovalDecision'] & { id: string }) =>
      ask(api.POST('/api/v1/data-approvals/{approval_id}/decision', { ...approval(id), body })),
    [['data']],
    key('data:saved'),
  )

export const useRevoke = () =>
  useChange(
    ({ id, note }: { id: string; note: string }) =>
      ask(api.POST('/api/v1/data-approvals/{approval_id}/revocation', { ...approval(id), body: { note } })),
    [['data']],
    key('data:saved'),
  )

export const useDescribe = (dataSet: string) =>
  useChange(
    (body: Schemas['DataCatalogueWrite']) =>
      ask(api.PUT('/api/v1/public-data/{data_set}/catalogue', { ...place(dataSet), body })),
    [['data']],
    key('data:saved'),
  )

export const useAddPaper = (dataSet: string) =>
  useChange(
    (body: Schemas['DataDocumentAdd']) =>
      ask(api.POST('/api/v1/public-data/{data_set}/documents', { ...place(dataSet), body })),
    [['data']],
    key('data:saved'),
  )

export const useReview = (dataSet: string) =>
  useChange(
    (body: Schemas['DataReviewAdd']) =>
      ask(api.POST('/api/v1/public-data/{data_set}/reviews', { ...place(dataSet), body })),
    [['data']],
    key('data:saved'),
  )

export const useAddProof = (dataSet: string) =>
  useChange(
    (body: Schemas['DestructionAdd']) =>
      ask(api.POST('/api/v1/public-data/{data_set}/proofs', { ...place(dataSet), body })),
    [['data']],
    key('data:saved'),
  )

export const takeLineage = async ({ dataSet, format }: { dataSet: string; format: 'csv' | 'json' }): Promise<void> => {
  const content = await ask(
    api.POST('/api/v1/public-data/{data_set}/lineage/export', {
      params: { path: { data_set: dataSet }, query: { format } },
      parseAs: 'blob',
    }),
  )
  saveFile(content as unknown as Blob, `lineage-${dataSet}.${format}`)
}
