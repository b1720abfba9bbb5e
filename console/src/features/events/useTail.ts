import { useEffect, useRef, useState } from 'react'
import { useLive, useLiveOpen } from '@/shared/live'
import { type Asked, lookAgain } from './api'

const LOOK_MS = 2_000
/** Without the live stream nobody says that something came: then we look anyway, less often. */
const LOOK_UNTOLD_MS = 10_000

interface Tail {
  enabled: boolean
  /** The search as of now, newest first. */
  asked: () => Asked
  /** Ids of the newest events shown. */
  shown: readonly string[]
  /** While true nothing moves: new events are only counted. */
  held: boolean
  onShow: () => void
}

/** Looks for new events whenever a source delivered some. The number of those not shown yet. */
export const useTail = ({ enabled, asked, shown, held, onShow }: Tail): number => {
  const [fresh, setFresh] = useState(0)
  const told = useLiveOpen()
  const moved = useRef(true)
  const now = useRef({ asked, shown, held, onShow })
  useEffect(() => {
    now.current = { asked, shown, held, onShow }
  })
  useLive('sources', () => {
    moved.current = true
  })
  useEffect(() => {
    setFresh(0)
    if (!enabled) return
    const stop = new AbortController()
    let looked = 0
    let busy = false
    const look = async () => {
      const due = moved.current || (!told && Date.now() - looked > LOOK_UNTOLD_MS)
      if (busy || !due || document.hidden) return
      busy = true
      moved.current = false
      looked = Date.now()
      try {
        const known = new Set(now.current.shown)
        const found = await lookAgain(now.current.asked(), stop.signal)
        setFresh(found.filter((id) => !known.has(id)).length)
      } catch {
        // The next look tells; what is shown stays.
        moved.current = true
      } finally {
        busy = false
      }
    }
    const timer = setInterval(() => void look(), LOOK_MS)
    return () => {
      clearInterval(timer)
      stop.abort()
    }
  }, [enabled, told])
  useEffect(() => {
    if (fresh === 0 || held) return
    setFresh(0)
    now.current.onShow()
  }, [fresh, held])
  return fresh
}
