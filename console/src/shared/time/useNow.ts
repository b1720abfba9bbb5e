import { useEffect, useState } from 'react'

/** The time as it is, in milliseconds, again and again; a `null` period keeps it as it was at first. */
export const useNow = (every_ms: number | null = 1_000): number => {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (every_ms === null) return
    const timer = setInterval(() => setNow(Date.now()), every_ms)
    return () => clearInterval(timer)
  }, [every_ms])
  return now
}
