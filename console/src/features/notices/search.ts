import { oneOf, text } from '@/shared/search'

export const SHOWN = ['open', 'all', 'scores'] as const
export type Shown = (typeof SHOWN)[number]

export interface NoticesSearch {
  open?: string | undefined
  tab?: Shown | undefined
  /** The incident a new notice is about; the form opens. */
  about?: string | undefined
}

export const readNoticesSearch = (raw: Record<string, unknown>): NoticesSearch => ({
  open: text(raw['open']),
  tab: oneOf(...SHOWN)(raw['tab']),
  about: text(raw['about']),
})
