import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useChange } from '@/shared/query'

/** How often what runs is looked at again; it changes by itself. */
const FOLLOW_MS = 2_000

export const playbooksQuery = () =>
  queryOptions({
    queryKey: ['playbooks'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/playbooks', { signal })),
  })

export const playbookQuery = (id: string) =>
  queryOptions({
    queryKey: ['playbooks', id],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/playbooks/{playbook_id}', { signal, params: { path: { playbook_id: id } } })),
  })

export const suggestionQuery = (id: string, incident: string) =>
  queryOptions({
    queryKey: ['playbooks', id, 'inputs', incident],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/v1/playbooks/{playbook_id}/inputs/{incident_id}', {
          signal,
          params: { path: { playbook_id: id, incident_id: incident } },
        }),
      ),
  })

export const executionsQuery = (status: Schemas['ExecutionStatus'] | undefined, incident: string | undefined) =>
  queryOptions({
    queryKey: ['executions', status, incident],
    refetchInterval: FOLLOW_MS,
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/v1/executions', {
          signal,
          params: { query: { limit: 200, ...(status && { status: [status] }), ...(incident && { incident }) } },
        }),
      ),
  })

export const executionQuery = (id: string) =>
  queryOptions({
    queryKey: ['executions', 'one', id],
    refetchInterval: FOLLOW_MS,
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/executions/{execution_id}', { signal, params: { path: { execution_id: id } } })),
  })

export const approvalsQuery = (all: boolean) =>
  queryOptions({
    queryKey: ['approvals', all],
    refetchInterval: FOLLOW_MS,
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/approvals', { signal, params: { query: { limit: 200, ...(!all && { status: 'open' }) } } })),
  })

type Inputs = Schemas['RunAsk']

export const useRehearse = (id: string) =>
  useChange(
    (body: Inputs) =>
      ask(api.POST('/api/v1/playbooks/{playbook_id}/rehearsals', { params: { path: { playbook_id: id } }, body })),
    [],
  )

export const useRun = (id: string) =>
  useChange(
    (body: Inputs) =>
      ask(api.POST('/api/v1/playbooks/{playbook_id}/runs', { params: { path: { playbook_id: id } }, body })),
    [['executions']],
    key('playbooks:started'),
  )

export const useSetAuto = () =>
  useChange(
    ({ id, auto }: { id: string; auto: boolean }) =>
      ask(api.POST('/api/v1/playbooks/{playbook_id}/auto', { params: { path: { playbook_id: id } }, body: { auto } })),
    [['playbooks']],
    key('playbooks:changed'),
  )

export const useImport = () =>
  useChange(
    (document: Record<string, unknown>) => ask(api.POST('/api/v1/playbooks', { body: { document } })),
    [['playbooks']],
    key('playbooks:imported'),
  )

export const useCancel = (id: string) =>
  useChange(
    (reason: string) =>
      ask(
        api.POST('/api/v1/executions/{execution_id}/cancel', {
          params: { path: { execution_id: id } },
          body: { reason },
        }),
      ),
    [['executions']],
    key('playbooks:cancelled'),
  )

export const useEndEffect = () =>
  useChange(
    (effect: string) => ask(api.POST('/api/v1/effects/end', { body: { key: effect } })),
    [['executions']],
    key('playbooks:effect.ended'),
  )

export const useDecide = () =>
  useChange(
    ({ id, body }: { id: string; body: Schemas['ApprovalDecision'] }) =>
      ask(api.POST('/api/v1/approvals/{approval_id}/decision', { params: { path: { approval_id: id } }, body })),
    [['approvals'], ['executions']],
    key('playbooks:decided'),
  )
