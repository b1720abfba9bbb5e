import { QueryClient, type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { ProblemError, problemOf } from '@/shared/problems'
import { useProblemText } from '@/shared/problemText'
import { ProblemSaid } from '@/shared/ui/ProblemSaid'

const worthRepeating = (error: unknown): boolean =>
  error instanceof ProblemError && (error.status === 0 || error.status === 503)

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => count < 2 && worthRepeating(error),
      refetchOnWindowFocus: false,
    },
    mutations: { retry: false },
  },
})

/** A change: says when it worked, says why it did not, and has what it touched read again. */
export const useChange = <Input, Output>(
  work: (input: Input) => Promise<Output>,
  invalidates: readonly QueryKey[],
  done?: string,
) => {
  const client = useQueryClient()
  const { message } = App.useApp()
  const { t } = useTranslation()
  const textOf = useProblemText()
  return useMutation({
    mutationFn: work,
    onSuccess: async () => {
      await Promise.all(invalidates.map((queryKey) => client.invalidateQueries({ queryKey })))
      if (done) message.success(t(done))
    },
    onError: (error) => {
      message.error(<ProblemSaid problem={textOf(problemOf(error))} />, 6)
    },
  })
}
