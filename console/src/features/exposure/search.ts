import { text } from '@/shared/search'

export interface ExposureSearch {
  /** The data set ways are looked for to, by its id. */
  data?: string
}

const LONGEST = 256

export const readExposureSearch = (raw: Record<string, unknown>): ExposureSearch => {
  const data = text(raw['data'])
  return { data: data !== undefined && data.length <= LONGEST ? data : undefined }
}
