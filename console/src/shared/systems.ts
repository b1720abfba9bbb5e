import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, ask } from '@/shared/api'
import { useMay } from '@/shared/session'
import { visible } from '@/shared/visible'
import { useWords } from '@/shared/words'

/** The systems of one's units, with how they stand. */
export const systemsQuery = () =>
  queryOptions({
    queryKey: ['compliance'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/compliance', { signal })),
  })

/** What systems are called, by id; an id stands for itself where one may not read the ledgers. */
export const useSystems = () => {
  const words = useWords()
  const query = useQuery({ ...systemsQuery(), enabled: useMay('compliance:read'), staleTime: 60_000 })
  const names = new Map((query.data?.systems ?? []).map((one) => [one.id, visible(words.name(one))]))
  return { names, nameOf: (id: string) => names.get(id) ?? visible(id), loading: query.isLoading }
}
