import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useChange } from '@/shared/query'

export type Board = Schemas['RecoveryBoard']
export type Plan = Schemas['BackupPlanRead']
export type PlanWrite = Schemas['BackupPlanWrite']
export type Repository = Schemas['BackupRepository']
export type Lamp = Schemas['Lamp']
export type Machine = Schemas['RecoveryMachine']

const TOUCHED = [['recovery'], ['backups']]

export const boardQuery = () =>
  queryOptions({
    queryKey: ['recovery', 'board'],
    refetchInterval: 30_000,
    queryFn: ({ signal }) => ask(api.GET('/api/v1/recovery', { signal })),
  })

export const orderQuery = (infected: readonly string[], suppose_clean: boolean) =>
  queryOptions({
    queryKey: ['recovery', 'order', infected, suppose_clean],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/recovery/order', { params: { query: { infected: [...infected], suppose_clean } }, signal })),
  })

export const looksQuery = (name: string) =>
  queryOptions({
    queryKey: ['backups', 'looks', name],
    refetchInterval: 10_000,
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/v1/backups/repositories/{name}/looks', {
          params: { path: { name }, query: { limit: 30 } },
          signal,
        }),
      ),
  })

export const useAskLook = () =>
  useChange(
    ({ name, kind }: { name: string; kind: Schemas['LookKind'] }) =>
      ask(api.POST('/api/v1/backups/repositories/{name}/looks', { params: { path: { name } }, body: { kind } })),
    TOUCHED,
    key('recovery:look.asked'),
  )

export const useAddPlan = () =>
  useChange((body: PlanWrite) => ask(api.POST('/api/v1/backups', { body })), TOUCHED, key('recovery:plan.saved'))

/** What somebody else changed since it was shown is not overwritten. */
export const useChangePlan = () =>
  useChange(
    ({ plan, body }: { plan: Plan; body: PlanWrite }) =>
      ask(
        api.PUT('/api/v1/backups/{plan_id}', {
          params: { path: { plan_id: plan.id }, header: { 'If-Match': etagOf(plan) } },
          body,
        }),
      ),
    TOUCHED,
    key('recovery:plan.saved'),
  )

export const useRemovePlan = () =>
  useChange(
    (plan_id: string) => ask(api.DELETE('/api/v1/backups/{plan_id}', { params: { path: { plan_id } } })),
    TOUCHED,
    key('recovery:plan.removed'),
  )

/** The version of a plan is the microsecond it was changed. */
const etagOf = (plan: Plan): string => {
  const [, fraction = ''] = plan.changed.replace('Z', '').split('.')
  const seconds = Date.parse(plan.changed.replace(/\.\d+/, '')) / 1000
  return `"${seconds}${fraction.padEnd(6, '0')}"`
}
