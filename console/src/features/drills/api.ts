import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useChange } from '@/shared/query'

export type Drill = Schemas['DrillRead']
export type DrillDetail = Schemas['DrillDetail']
export type DrillStatus = Schemas['DrillStatus']

const TOUCHED = [['drills'], ['recovery']]

export const drillsQuery = (status: DrillStatus | undefined) =>
  queryOptions({
    queryKey: ['drills', 'list', status],
    refetchInterval: 15_000,
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/v1/drills', { params: { query: { limit: 200, ...(status && { status: [status] }) } }, signal }),
      ),
  })

export const drillQuery = (drill_id: string) =>
  queryOptions<DrillDetail>({
    queryKey: ['drills', 'one', drill_id],
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? 2_000 : false),
    queryFn: ({ signal }) => ask(api.GET('/api/v1/drills/{drill_id}', { params: { path: { drill_id } }, signal })),
  })

export const plansQuery = () =>
  queryOptions({
    queryKey: ['backups', 'plans'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/backups', { signal })),
  })

export const scenariosQuery = () =>
  queryOptions({
    queryKey: ['playbooks', 'scenarios'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/playbooks', { signal })),
  })

export const systemsQuery = () =>
  queryOptions({
    queryKey: ['recovery', 'board'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/recovery', { signal })),
  })

export const usePlanDrill = () =>
  useChange(
    (body: Schemas['DrillPlanWrite']) => ask(api.POST('/api/v1/drills', { body })),
    TOUCHED,
    key('drills:planned'),
  )

export const useBeginDrill = () =>
  useChange(
    (drill_id: string) =>
      ask(api.POST('/api/v1/drills/{drill_id}/begin', { params: { path: { drill_id } }, body: {} })),
    TOUCHED,
    key('drills:begun'),
  )

export const useCancelDrill = () =>
  useChange(
    ({ drill_id, reason }: { drill_id: string; reason: string }) =>
      ask(api.POST('/api/v1/drills/{drill_id}/cancel', { params: { path: { drill_id } }, body: { reason } })),
    TOUCHED,
    key('drills:cancelled'),
  )

export const useNoteDrill = () =>
  useChange(
    ({ drill_id, ...body }: { drill_id: string } & Schemas['DrillNotes']) =>
      ask(api.PUT('/api/v1/drills/{drill_id}/notes', { params: { path: { drill_id } }, body })),
    TOUCHED,
    key('drills:noted'),
  )
