/** The journey as it is drawn: what every stage made of what came before, and what it kept back. */

import type { Schemas } from '@/shared/api'

type Stage = Schemas['StageRead']

export type Target = 'sources' | 'quarantined' | 'dropped' | 'events' | 'alerts' | 'incidents'

export interface Aside {
  kind: 'refused' | 'lost'
  count: number
  target: Target | null
}

export interface Station {
  stage: Stage['stage']
  total: number
  perSecond: number | null
  target: Target
  asides: Aside[]
  /** Of its arrow, 1 to 6, by the power of ten of the rate; 1 where nothing moves. */
  weight: number
}

const TARGETS: Record<Stage['stage'], Target> = {
  collect: 'sources',
  keep: 'events',
  detect: 'alerts',
  correlate: 'incidents',
}

const HEAVIEST = 6

export const stations = (stages: readonly Stage[]): Station[] =>
  stages.map((stage) => ({
    stage: stage.stage,
    total: stage.total,
    perSecond: stage.per_second,
    target: TARGETS[stage.stage],
    asides: asides(stage),
    weight: weight(stage.per_second),
  }))

const asides = (stage: Stage): Aside[] => [
  ...(stage.refused === null
    ? []
    : [
        {
          kind: 'refused' as const,
          count: stage.refused,
          target: stage.stage === 'collect' ? ('quarantined' as const) : null,
        },
      ]),
  ...(stage.lost === null ? [] : [{ kind: 'lost' as const, count: stage.lost, target: 'dropped' as const }]),
]

const weight = (perSecond: number | null): number =>
  perSecond === null || perSecond <= 0 ? 1 : Math.min(HEAVIEST, Math.max(1, 2 + Math.floor(Math.log10(perSecond))))

/** A rate with as many digits as say something. */
export const rateText = (perSecond: number, language: string): string => {
  const digits = perSecond === 0 || perSecond >= 100 ? 0 : perSecond >= 1 ? 1 : 2
  return perSecond.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits })
}
