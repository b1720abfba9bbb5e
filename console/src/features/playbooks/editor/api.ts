import { queryOptions } from '@tanstack/react-query'
import { api, ask, askTagged, etagOf, type Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useChange } from '@/shared/query'
import type { Json } from './document'

const DRAFTS = ['playbook-drafts']
const of = (id: string) => ({ path: { draft_id: id } })

export const draftsQuery = () =>
  queryOptions({
    queryKey: [...DRAFTS, 'list'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/playbook-drafts', { signal })),
  })

/** Read when the page opens; what is edited then is not replaced behind the editor's back. */
export const draftQuery = (id: string) =>
  queryOptions({
    queryKey: [...DRAFTS, 'one', id],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: ({ signal }) => readDraft(id, signal),
  })

export const readDraft = async (id: string, signal?: AbortSignal) =>
  (await askTagged(api.GET('/api/v1/playbook-drafts/{draft_id}', { params: of(id), ...(signal && { signal }) }))).data

export const formsQuery = () =>
  queryOptions({
    queryKey: [...DRAFTS, 'forms'],
    staleTime: 300_000,
    queryFn: ({ signal }) => ask(api.GET('/api/v1/playbook-drafts/forms', { signal })),
  })

export const checkQuery = (document: Json) =>
  queryOptions({
    queryKey: ['playbooks', 'check', document],
    gcTime: 0,
    queryFn: ({ signal }) => ask(api.POST('/api/v1/playbooks/check', { signal, body: { document } })),
  })

export const useBeginDraft = () =>
  useChange((body: Schemas['DraftBegin']) => ask(api.POST('/api/v1/playbook-drafts', { body })), [[...DRAFTS, 'list']])

interface Kept {
  version: number
  body: Schemas['DraftChange']
}

/** Failures are the caller's to show: one of them is that somebody else was quicker. */
export const saveDraft = (id: string, { version, body }: Kept) =>
  ask(
    api.PUT('/api/v1/playbook-drafts/{draft_id}', {
      params: { ...of(id), header: { 'If-Match': etagOf(version) } },
      body,
    }),
  )

export const usePublish = (id: string) =>
  useChange(
    (version: number) =>
      ask(
        api.POST('/api/v1/playbook-drafts/{draft_id}/publication', {
          params: { ...of(id), header: { 'If-Match': etagOf(version) } },
        }),
      ),
    [[...DRAFTS, 'list'], ['playbooks']],
    key('editor:published'),
  )

export const useDiscard = () =>
  useChange(
    ({ id, version }: { id: string; version: number }) =>
      ask(
        api.DELETE('/api/v1/playbook-drafts/{draft_id}', {
          params: { ...of(id), header: { 'If-Match': etagOf(version) } },
        }),
      ),
    [[...DRAFTS, 'list']],
    key('editor:discarded'),
  )

export const useRehearseDraft = (id: string) =>
  useChange(
    (inputs: Record<string, string>) =>
      ask(api.POST('/api/v1/playbook-drafts/{draft_id}/rehearsals', { params: of(id), body: { inputs } })),
    [],
  )

export const useReadText = () =>
  useChange((text: string) => ask(api.POST('/api/v1/playbook-drafts/text', { body: { text } })), [])
