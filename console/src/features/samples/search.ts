import { text } from '@/shared/search'

export interface SamplesSearch {
  open?: string | undefined
}

export const readSamplesSearch = (raw: Record<string, unknown>): SamplesSearch => ({ open: text(raw['open']) })
