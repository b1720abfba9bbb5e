import { queryOptions } from '@tanstack/react-query'
import { api, ask, csrfToken, type Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { bare, ProblemError, readProblem } from '@/shared/problems'
import { useChange } from '@/shared/query'

const TOUCHED = [['cii'], ['suppliers'], ['compliance']]
const place = (system_id: string) => ({ params: { path: { system_id } } })

export const ciiListQuery = () =>
  queryOptions({ queryKey: ['cii'], queryFn: ({ signal }) => ask(api.GET('/api/v1/cii', { signal })) })

export const ciiQuery = (system: string) =>
  queryOptions({
    queryKey: ['cii', system],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/cii/{system_id}', { ...place(system), signal })),
  })

export const suppliersQuery = () =>
  queryOptions({ queryKey: ['suppliers'], queryFn: ({ signal }) => ask(api.GET('/api/v1/suppliers', { signal })) })

export const usePutFile = (system: string) =>
  useChange(
    (body: Schemas['CiiFileModel']) => ask(api.PUT('/api/v1/cii/{system_id}/file', { ...place(system), body })),
    TOUCHED,
    key('cii:saved'),
  )

export const usePutAssessment = (system: string) =>
  useChange(
    ({ id, body }: { id: string | undefined; body: Schemas['CiiAssessmentAdd'] }) =>
      id === undefined
        ? ask(api.POST('/api/v1/cii/{system_id}/assessments', { ...place(system), body }))
        : ask(
            api.PUT('/api/v1/cii/{system_id}/assessments/{entry_id}', {
              params: { path: { system_id: system, entry_id: id } },
              body,
            }),
          ),
    TOUCHED,
    key('cii:saved'),
  )

export const useAddPermit = (system: string) =>
  useChange(
    (body: Schemas['ScanPermitAdd']) => ask(api.POST('/api/v1/cii/{system_id}/permits', { ...place(system), body })),
    TOUCHED,
    key('cii:saved'),
  )

export const useRevokePermit = () =>
  useChange(
    (entry_id: string) => ask(api.DELETE('/api/v1/cii/permits/{entry_id}', { params: { path: { entry_id } } })),
    TOUCHED,
    key('cii:revoked'),
  )

export const usePutSupplier = () =>
  useChange(
    ({ id, body, fresh }: { id: string; body: Schemas['SupplierPut']; fresh: boolean }) =>
      fresh
        ? ask(api.POST('/api/v1/suppliers', { body: { ...body, id } }))
        : ask(api.PUT('/api/v1/suppliers/{supplier_id}', { params: { path: { supplier_id: id } }, body })),
    TOUCHED,
    key('cii:saved'),
  )

/** The file goes as it is, not as JSON. */
export const useListComponents = (supplier: string) =>
  useChange(
    async ({ product, file }: { product: string; file: File }) => {
      const address = `/api/v1/suppliers/${encodeURIComponent(supplier)}/components?${new URLSearchParams({ product })}`
      const answer = await fetch(address, {
        method: 'POST',
        body: file,
        headers: { 'Content-Type': 'application/octet-stream', 'X-CSRF-Token': csrfToken() },
      }).catch(() => {
        throw new ProblemError(bare('network.unreachable', 0))
      })
      const said: unknown = await answer.json().catch(() => undefined)
      if (!answer.ok) throw readProblem(answer, said)
      return said as Schemas['SupplierRead']
    },
    TOUCHED,
    key('cii:listed'),
  )
