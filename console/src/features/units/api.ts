import { queryOptions } from '@tanstack/react-query'
import { api, ask, askTagged, type Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useChange } from '@/shared/query'

export const UNIT_KINDS = ['district', 'department', 'town', 'village', 'institution', 'supplier', 'other'] as const

export const unitQuery = (id: string) =>
  queryOptions({
    queryKey: ['units', id],
    queryFn: ({ signal }) =>
      askTagged(api.GET('/api/v1/units/{unit_id}', { signal, params: { path: { unit_id: id } } })),
  })

const ALL = [['units']]

export const useAddUnit = () =>
  useChange((body: Schemas['UnitAdd']) => ask(api.POST('/api/v1/units', { body })), ALL, key('units:changed'))

export const useChangeUnit = (id: string, etag: string) =>
  useChange(
    (body: Schemas['UnitChange']) =>
      ask(
        api.PATCH('/api/v1/units/{unit_id}', {
          params: { path: { unit_id: id }, header: { 'If-Match': etag } },
          body,
        }),
      ),
    ALL,
    key('units:changed'),
  )

export const useRemoveUnit = () =>
  useChange(
    (id: string) => ask(api.DELETE('/api/v1/units/{unit_id}', { params: { path: { unit_id: id } } })),
    [['units']],
    key('units:changed'),
  )
