import { text } from '@/shared/search'

export interface EntitySearch {
  /** `kind:value`. */
  key?: string
}

const LONGEST = 600

export const readEntitySearch = (raw: Record<string, unknown>): EntitySearch => {
  const key = text(raw['key'])
  return { key: key !== undefined && key.length <= LONGEST ? key : undefined }
}
