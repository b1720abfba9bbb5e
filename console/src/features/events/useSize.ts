import { type RefCallback, useCallback, useState } from 'react'

/** Room an element has: its width, and the height from its top to the bottom of the window. */
export const useSize = (): [RefCallback<HTMLElement>, { width: number; room: number }] => {
  const [size, setSize] = useState({ width: 0, room: 0 })
  const place = useCallback((element: HTMLElement | null) => {
    if (element === null) return
    const measure = () => {
      const { width, top } = element.getBoundingClientRect()
      const room = window.innerHeight - top - (element.closest('main')?.scrollTop ?? window.scrollY)
      setSize((old) => (old.width === width && old.room === room ? old : { width, room }))
    }
    measure()
    const watch = new ResizeObserver(measure)
    watch.observe(element)
    for (const before of element.parentElement?.children ?? []) if (before !== element) watch.observe(before)
    window.addEventListener('resize', measure)
    return () => {
      watch.disconnect()
      window.removeEventListener('resize', measure)
    }
  }, [])
  return [place, size]
}
