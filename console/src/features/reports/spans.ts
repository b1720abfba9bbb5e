import { toChinaInput } from '@/shared/time/chinaInput'

export const HOURS = [1, 4, 12, 24, 72] as const
const YEARS = 5

/** So many hours until the last full one, as the API names them, in China's time. */
export const lastHours = (now: number, hours: number): string =>
  `${toChinaInput(now - hours * 3_600_000).slice(0, 13)}/PT${hours}H`

/** The present year and those before it, in China's time. */
export const lastYears = (now: number): string[] => {
  const year = Number(toChinaInput(now).slice(0, 4))
  return Array.from({ length: YEARS }, (_, back) => String(year - back))
}
