import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, ask, csrfToken, type Schemas } from '@/shared/api'
import { bare, ProblemError, readProblem } from '@/shared/problems'
import { useChange } from '@/shared/query'
import type { ExceptionsSearch, RulesSearch } from './search'

const PAGE = 100
const WATCH_MS = 700

export const rulesQuery = ({ q, state, level, status, technique, logsource, pack, fired, sort }: RulesSearch) =>
  infiniteQueryOptions({
    queryKey: ['rules', 'list', q, state, level, status, technique, logsource, pack, fired, sort],
    queryFn: ({ signal, pageParam }) =>
      ask(
        api.GET('/api/v1/rules', {
          params: {
            query: {
              q,
              technique,
              logsource,
              pack,
              fired,
              sort,
              state: state === undefined ? undefined : [state],
              level: level === undefined ? undefined : [level],
              status: status === undefined ? undefined : [status],
              limit: PAGE,
              cursor: pageParam,
            },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor ?? undefined,
  })

export const ruleQuery = (key: string) =>
  queryOptions({
    queryKey: ['rules', 'one', key],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/rules/{key}', { params: { path: { key } }, signal })),
  })

export const ruleSetQuery = () =>
  queryOptions({
    queryKey: ['rules', 'set'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/rules/set', { signal })),
    refetchInterval: ({ state }) => (state.data?.loading ? 1_000 : 15_000),
  })

export const casesQuery = (key: string) =>
  queryOptions({
    queryKey: ['rules', 'cases', key],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/rules/{key}/cases', { params: { path: { key } }, signal })),
  })

const RULES = [['rules'], ['tuning']] as const

export const useSwitchOff = (key: string) =>
  useChange(
    (reason: string) => ask(api.POST('/api/v1/rules/{key}/off', { params: { path: { key } }, body: { reason } })),
    RULES,
    'rules:switch.done',
  )

export const useSwitchOn = (key: string) =>
  useChange(() => ask(api.POST('/api/v1/rules/{key}/on', { params: { path: { key } } })), RULES, 'rules:switch.done')

export const useReload = () => useChange(() => ask(api.POST('/api/v1/rules/reload')), [['rules']], 'rules:reload.asked')

export const useExplain = (key: string) =>
  useChange(
    (body: Schemas['ExplainRule']) => ask(api.POST('/api/v1/rules/{key}/explain', { params: { path: { key } }, body })),
    [],
  )

// Back-tests

export const useStartBacktest = () =>
  useChange((body: Schemas['BacktestStart']) => ask(api.POST('/api/v1/backtests', { body })), [])

export const backtestQuery = (id: string) =>
  queryOptions({
    queryKey: ['backtests', id],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/backtests/{backtest_id}', { params: { path: { backtest_id: id } }, signal })),
    refetchInterval: ({ state }) => (state.data === undefined || state.data.state === 'running' ? WATCH_MS : false),
  })

export const useCancelBacktest = (id: string) =>
  useChange(
    () => ask(api.DELETE('/api/v1/backtests/{backtest_id}', { params: { path: { backtest_id: id } } })),
    [['backtests', id]],
  )

// Exceptions and tuning

export const exceptionsQuery = ({ state, rule }: ExceptionsSearch & { rule?: string }) =>
  queryOptions({
    queryKey: ['exceptions', 'list', state, rule],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/exceptions', { params: { query: { state, rule } }, signal })),
  })

export const hiddenQuery = (id: string) =>
  queryOptions({
    queryKey: ['exceptions', 'hidden', id],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/v1/exceptions/{exception_id}/hidden', {
          params: { path: { exception_id: id }, query: { limit: 100 } },
          signal,
        }),
      ),
  })

const EXCEPTIONS = [['exceptions'], ['rules'], ['tuning']] as const

export const usePreviewException = () =>
  useChange((body: Schemas['ExceptionPreviewAsk']) => ask(api.POST('/api/v1/exceptions/preview', { body })), [])

export const useAddException = () =>
  useChange(
    (body: Schemas['ExceptionAdd']) => ask(api.POST('/api/v1/exceptions', { body })),
    EXCEPTIONS,
    'rules:exception.made',
  )

export const useEndException = (id: string) =>
  useChange(
    () => ask(api.POST('/api/v1/exceptions/{exception_id}/end', { params: { path: { exception_id: id } } })),
    EXCEPTIONS,
    'rules:exception.ended',
  )

export const useExtendException = (id: string) =>
  useChange(
    (expires: string) =>
      ask(
        api.POST('/api/v1/exceptions/{exception_id}/extend', {
          params: { path: { exception_id: id } },
          body: { expires },
        }),
      ),
    EXCEPTIONS,
    'rules:exception.extended',
  )

export const noisyQuery = (judged: boolean) =>
  queryOptions({
    queryKey: ['tuning', 'noisy', judged],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/tuning/noisy', { params: { query: { judged, limit: 100 } }, signal })),
  })

export const proposalsQuery = (rule: string) =>
  queryOptions({
    queryKey: ['tuning', 'proposals', rule],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/tuning/{rule_id}/proposals', { params: { path: { rule_id: rule } }, signal })),
  })

// Content

export const packsQuery = () =>
  queryOptions({
    queryKey: ['content'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/content', { signal })),
  })

/** The file goes as it is, not as JSON. */
export const useUpload = () =>
  useChange(async ({ file, name }: { file: File; name: string }) => {
    const query = new URLSearchParams({ name, file: file.name })
    const answer = await fetch(`/api/v1/content/previews?${query}`, {
      method: 'POST',
      body: file,
      headers: { 'Content-Type': 'application/octet-stream', 'X-CSRF-Token': csrfToken() },
    }).catch(() => {
      throw new ProblemError(bare('network.unreachable', 0))
    })
    const said: unknown = await answer.json().catch(() => undefined)
    if (!answer.ok) throw readProblem(answer, said)
    return said as Schemas['ContentPreview']
  }, [])

export const contentPreviewQuery = (id: string) =>
  queryOptions({
    queryKey: ['content', 'preview', id],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/content/previews/{preview_id}', { params: { path: { preview_id: id } }, signal })),
    refetchInterval: ({ state }) => (state.data === undefined || state.data.state === 'running' ? WATCH_MS : false),
  })

const CONTENT = [['content'], ['rules'], ['coverage']] as const

export const useInstall = () =>
  useChange(
    (body: Schemas['PackInstall']) => ask(api.POST('/api/v1/content', { body })),
    CONTENT,
    'rules:content.installed',
  )

export const useRemovePack = () =>
  useChange(
    (pack: string) => ask(api.DELETE('/api/v1/content/{pack}', { params: { path: { pack } } })),
    CONTENT,
    'rules:content.removed',
  )
