import { count, flag, oneOf, text } from '@/shared/search'

export const STATES = [
  'untreated',
  'proposed',
  'planned',
  'overdue',
  'in_place',
  'not_effective',
  'accepted',
  'ended',
  'tolerable',
] as const
export const WAYS = ['reduce', 'transfer', 'avoid', 'accept'] as const

export interface RisksSearch {
  system?: string | undefined
  unit?: string | undefined
  threat?: string | undefined
  state?: (typeof STATES)[number] | undefined
  waiting?: true | undefined
  likelihood?: number | undefined
  loss?: number | undefined
  from?: number | undefined
  open?: string | undefined
}

const grade = (value: unknown): number | undefined => {
  const found = count(value)
  return found !== undefined && found >= 1 && found <= 5 ? found : undefined
}

export const readRisksSearch = (raw: Record<string, unknown>): RisksSearch => ({
  system: text(raw['system']),
  unit: text(raw['unit']),
  threat: text(raw['threat']),
  state: oneOf(...STATES)(raw['state']),
  waiting: flag(raw['waiting']),
  likelihood: grade(raw['likelihood']),
  loss: grade(raw['loss']),
  from: count(raw['from']),
  open: text(raw['open']),
})
