import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { api, ask, type Schemas } from '@/shared/api'
import { forgetRecent } from '@/shared/recent'

export type Session = Schemas['SessionRead']

/** Who is signed in; null for nobody. */
export const sessionQuery = () =>
  queryOptions({
    queryKey: ['session'],
    staleTime: 60_000,
    queryFn: async ({ signal }): Promise<Session | null> => {
      const asked = await api.GET('/api/v1/session', { signal }).catch(() => undefined)
      // Asking who is signed in is how one learns that nobody is; it is no news to anybody else.
      if (asked?.response.status === 401) return null
      return ask(asked ? Promise.resolve(asked) : Promise.reject(new TypeError('no answer')))
    },
  })

/** Whoever is signed in, or was a moment ago while the page is being left. Only within the frame. */
export const useSession = (): Session => {
  const { data } = useQuery(sessionQuery())
  const last = useRef(data)
  if (data) last.current = data
  if (!last.current) throw new Error('nobody is signed in')
  return last.current
}

export const useMay = (permission: string): boolean => {
  const { data } = useQuery(sessionQuery())
  return data?.permissions.includes(permission) ?? false
}

/** Keep nothing of what was shown to whoever was signed in. */
export const forget = (client: QueryClient): void => {
  client.setQueryData(sessionQuery().queryKey, null)
  forgetRecent()
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
}
