/** The tactics of an incident in the order they began, each with its techniques and machines. */

import type { Schemas } from '@/shared/api'

type Tactic = Schemas['TacticRead']
type Technique = Schemas['TechniqueRead']

/** What of a member is looked at. */
export interface Acting {
  alert: Pick<Schemas['AlertRead'], 'id' | 'time' | 'techniques' | 'tactics' | 'entities'>
}

export interface Phase {
  tactic: Tactic
  /** Of its first alert; null when none of the members shown carries the tactic. */
  began: string | null
  techniques: Technique[]
  /** What it was done to. */
  targets: string[]
  alerts: number
}

const MACHINES = new Set(['host', 'device', 'ip'])

/**
 * One phase for each tactic, in the order given. An alert with several tactics counts in each, but lends its techniques
 * only where it is clear which tactic they serve: all of them to its only tactic, else the first to the first, as rules
 * are tagged.
 */
export const phases = (tactics: readonly Tactic[], members: readonly Acting[]): Phase[] =>
  tactics.map((tactic) => {
    const own = members.map((member) => member.alert).filter((alert) => has(alert.tactics, tactic))
    const lent = own.flatMap((alert) => serving(alert, tactic))
    const techniques = new Map(lent.map((technique) => [technique.id, technique]))
    return {
      tactic,
      began: own.reduce<string | null>(
        (first, alert) => (first === null || alert.time < first ? alert.time : first),
        null,
      ),
      techniques: [...techniques.values()],
      targets: [...new Set(own.flatMap(machines))],
      alerts: own.length,
    }
  })

const serving = ({ tactics, techniques }: Acting['alert'], tactic: Tactic): Technique[] =>
  tactics.length === 1 ? techniques : tactics[0]?.shortname === tactic.shortname ? techniques.slice(0, 1) : []

const has = (tactics: readonly Tactic[], wanted: Tactic): boolean =>
  tactics.some((tactic) => tactic.shortname === wanted.shortname)

/** The target machines of an alert: its names, or its addresses where it has no name. */
const machines = (alert: Acting['alert']): string[] => {
  const targets = alert.entities.filter((entity) => entity.role === 'target' && MACHINES.has(entity.kind))
  const named = targets.filter((entity) => entity.kind !== 'ip')
  return (named.length > 0 ? named : targets).map((entity) => entity.value)
}
