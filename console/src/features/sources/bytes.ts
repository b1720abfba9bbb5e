const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** Bytes in the unit (powers of 1024, IEC 80000-13) that leaves a number below 1024. */
export const bytes = (count: number): string => {
  let value = count
  let place = 0
  while (value >= 1_024 && place < UNITS.length - 1) {
    value /= 1_024
    place += 1
  }
  return `${place === 0 ? value : value.toFixed(1)} ${UNITS[place]}`
}
