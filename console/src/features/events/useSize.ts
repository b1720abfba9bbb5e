import { type RefObject, useLayoutEffect, useRef, useState } from 'react'

/** Room an element has: its width, and the height from its top to the bottom of the window. */
export const useSize = <E extends HTMLElement>(): [RefObject<E | null>, { width: number; room: number }] => {
  const place = useRef<E>(null)
  const [size, setSize] = useState({ width: 0, room: 0 })
  useLayoutEffect(() => {
    const element = place.current
    if (element === null) return
    const measure = () => {
      const { width, top } = element.getBoundingClientRect()
      const room = window.innerHeight - top - (element.closest('main')?.scrollTop ?? window.scrollY)
      setSize((old) => (old.width === width && old.room === room ? old : { width, room }))
    }
    measure()
    const watch = new ResizeObserver(measure)
    watch.observe(element)
    watch.observe(document.body)
    window.addEventListener('resize', measure)
    return () => {
      watch.disconnect()
      window.removeEventListener('resize', measure)
    }
  }, [])
  return [place, size]
}
