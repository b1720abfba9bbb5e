import { list, oneOf, text } from '@/shared/search'

export const TABS = ['board', 'order', 'repositories'] as const
export type Tab = (typeof TABS)[number]

export interface RecoverySearch {
  tab?: Tab | undefined
  /** Machines somebody says are infected, for the order. */
  infected?: string[] | undefined
  /** The repository whose history is shown. */
  open?: string | undefined
}

export const readRecoverySearch = (raw: Record<string, unknown>): RecoverySearch => ({
  tab: oneOf(...TABS)(raw['tab']),
  infected: list(raw['infected']),
  open: text(raw['open']),
})
