import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useChange } from '@/shared/query'
import { saveFile } from '@/shared/save'
import { systemsQuery } from '@/shared/systems'

const EVERY = 10_000

export const districtQuery = () => queryOptions({ ...systemsQuery(), refetchInterval: EVERY })

const place = (system_id: string) => ({ params: { path: { system_id } } })

export const systemQuery = (system: string) =>
  queryOptions({
    queryKey: ['compliance', system],
    refetchInterval: EVERY,
    queryFn: ({ signal }) => ask(api.GET('/api/v1/compliance/systems/{system_id}', { ...place(system), signal })),
  })

export const itemQuery = (system: string, item: string) =>
  queryOptions({
    queryKey: ['compliance', system, 'item', item],
    refetchInterval: EVERY,
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/v1/compliance/systems/{system_id}/items/{item_id}', {
          params: { path: { system_id: system, item_id: item } },
          signal,
        }),
      ),
  })

export const gatesQuery = (system: string) =>
  queryOptions({
    queryKey: ['compliance', system, 'gates'],
    refetchInterval: EVERY,
    queryFn: ({ signal }) => ask(api.GET('/api/v1/compliance/systems/{system_id}/gates', { ...place(system), signal })),
  })

export const whatIfQuery = (system: string, template: string) =>
  queryOptions({
    queryKey: ['compliance', system, 'what-if', template],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/v1/compliance/systems/{system_id}/what-if', {
          params: { path: { system_id: system }, query: { template } },
          signal,
        }),
      ),
  })

export const trendQuery = (system: string | undefined) =>
  queryOptions({
    queryKey: ['compliance', 'trend', system],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/compliance/trend', { params: { query: system ? { system } : {} }, signal })),
  })

export const useReview = (system: string) =>
  useChange(
    (body: Schemas['ReviewAdd']) =>
      ask(api.POST('/api/v1/compliance/systems/{system_id}/reviews', { ...place(system), body })),
    [['compliance']],
    key('compliance:saved'),
  )

export const usePutRecord = (system: string) =>
  useChange(
    (body: Schemas['RecordWrite']) =>
      ask(api.PUT('/api/v1/compliance/systems/{system_id}/record', { ...place(system), body })),
    [['compliance'], ['cii']],
    key('compliance:saved'),
  )

/** The level stands in the register of systems, no longer as a proposal. */
export const useApplyLevel = (system: string) =>
  useChange(
    (level: number) =>
      ask(
        api.PUT('/api/v1/inventory/record', {
          params: { query: { kind: 'systems', id: system } },
          body: { values: { id: system, mlps_level: level, level_is_proposal: false } },
        }),
      ),
    [['compliance'], ['inventory']],
    key('compliance:saved'),
  )

export const useAddPaper = (system: string) =>
  useChange(
    (body: Schemas['DocumentAdd']) =>
      ask(api.POST('/api/v1/compliance/systems/{system_id}/documents', { ...place(system), body })),
    [['compliance']],
    key('compliance:saved'),
  )

export const usePassGate = (system: string) =>
  useChange(
    ({ gate, day }: { gate: string; day: string }) =>
      ask(
        api.POST('/api/v1/compliance/systems/{system_id}/gates/{gate_id}/passage', {
          params: { path: { system_id: system, gate_id: gate } },
          body: { day, note: '' },
        }),
      ),
    [['compliance']],
    key('compliance:saved'),
  )

export const usePutTask = (system: string) =>
  useChange(
    ({ id, body }: { id: string | undefined; body: Schemas['TaskWrite'] }) =>
      id === undefined
        ? ask(api.POST('/api/v1/compliance/systems/{system_id}/tasks', { ...place(system), body }))
        : ask(
            api.PUT('/api/v1/compliance/systems/{system_id}/tasks/{task_id}', {
              params: { path: { system_id: system, task_id: id } },
              body,
            }),
          ),
    [['compliance']],
    key('compliance:saved'),
  )

/** The sampled events behind an answer; asking is itself recorded. */
export const openEvidence = (system: string, rule: string) =>
  ask(
    api.POST('/api/v1/compliance/systems/{system_id}/evidence/{rule_id}/events', {
      params: { path: { system_id: system, rule_id: rule } },
    }),
  )

/** The data survey sheet of one's units. */
export const takeSurvey = async (language: 'zh-CN' | 'en'): Promise<void> => {
  const sheet = await ask(api.POST('/api/v1/compliance/survey', { params: { query: { language } }, parseAs: 'blob' }))
  saveFile(sheet as unknown as Blob, 'data-survey.csv')
}

export const takeBundle = async (system: string): Promise<void> => {
  const text = await ask(
    api.POST('/api/v1/compliance/systems/{system_id}/bundle', { ...place(system), parseAs: 'text' }),
  )
  saveFile(new Blob([String(text)], { type: 'application/jsonl' }), `evidence-${system}.jsonl`)
}
