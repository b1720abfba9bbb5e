import { flag, list, oneOf, text } from '@/shared/search'

export const TABS = ['board', 'order', 'repositories'] as const
export type Tab = (typeof TABS)[number]

export interface RecoverySearch {
  tab?: Tab | undefined
  /** Machines somebody says are infected, for the order. */
  infected?: string[] | undefined
  /** What would follow if every machine incidents speak of were clean. */
  clean?: true | undefined
  /** The repository whose history is shown. */
  open?: string | undefined
}

export const readRecoverySearch = (raw: Record<string, unknown>): RecoverySearch => ({
  tab: oneOf(...TABS)(raw['tab']),
  infected: list(raw['infected']),
  clean: flag(raw['clean']),
  open: text(raw['open']),
})
