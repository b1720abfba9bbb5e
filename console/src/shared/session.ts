import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, ask, type Schemas } from '@/shared/api'
import { ProblemError } from '@/shared/problems'

export type Session = Schemas['SessionRead']

/** Who is signed in; null for nobody. */
export const sessionQuery = () =>
  queryOptions({
    queryKey: ['session'],
    staleTime: 60_000,
    queryFn: async ({ signal }): Promise<Session | null> => {
      try {
        return await ask(api.GET('/api/v1/session', { signal }))
      } catch (error) {
        if (error instanceof ProblemError && error.status === 401) return null
        throw error
      }
    },
  })

/** Whoever is signed in. Only within the frame, where somebody is. */
export const useSession = (): Session => {
  const { data } = useQuery(sessionQuery())
  if (!data) throw new Error('nobody is signed in')
  return data
}

export const useMay = (permission: string): boolean => {
  const { data } = useQuery(sessionQuery())
  return data?.permissions.includes(permission) ?? false
}
