import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useChange } from '@/shared/query'

export type Duty = Schemas['DutyRead']
export type Mode = Schemas['Mode']

export const dutyQuery = () =>
  queryOptions({
    queryKey: ['duty'],
    refetchInterval: 30_000,
    queryFn: ({ signal }) => ask(api.GET('/api/v1/duty', { params: { query: { days: 14 } }, signal })),
  })

export const useAddShift = () =>
  useChange(
    (body: Schemas['ShiftAdd']) => ask(api.POST('/api/v1/duty/shifts', { body })),
    [['duty']],
    key('duty:saved'),
  )

export const useRemoveShift = () =>
  useChange(
    (shift_id: string) => ask(api.DELETE('/api/v1/duty/shifts/{shift_id}', { params: { path: { shift_id } } })),
    [['duty']],
    key('duty:saved'),
  )

export const useSetMode = () =>
  useChange((body: Schemas['ModeSet']) => ask(api.PUT('/api/v1/duty/mode', { body })), [['duty']], key('duty:saved'))

export const zeroReportsQuery = () =>
  queryOptions({
    queryKey: ['duty', 'zero'],
    refetchInterval: 30_000,
    queryFn: ({ signal }) => ask(api.GET('/api/v1/duty/zero-reports', { signal })),
  })

export const useGiveZeroReport = (unit_id: string) =>
  useChange(
    (body: Schemas['ZeroReportGive']) =>
      ask(api.POST('/api/v1/duty/zero-reports/{unit_id}', { params: { path: { unit_id } }, body })),
    [['duty']],
    key('duty:zero.given'),
  )
