import type { Clock } from './api'

/** Milliseconds until a clock is due, negative when it has passed; undefined for one without a figure or one already met. */
export const remaining = (clock: Pick<Clock, 'due' | 'state'>, now: number): number | undefined =>
  clock.due === null || clock.state === 'met' || clock.state === 'met_late' ? undefined : Date.parse(clock.due) - now

const URGENCY = ['overdue', 'running', 'conditional'] as const

/** The clock to look at first: overdue before running before conditional, then the earliest due. */
export const pressing = <T extends Pick<Clock, 'due' | 'state'>>(clocks: readonly T[]): T | undefined =>
  URGENCY.flatMap((state) => clocks.filter((clock) => clock.state === state && clock.due !== null))[0] ??
  clocks.find((clock) => clock.state === 'running')
