/** Points taken away, with their sign; nothing is a plain 0. */
export const lost = (points: number): string => (points === 0 ? '0' : `−${points.toFixed(1)}`)
