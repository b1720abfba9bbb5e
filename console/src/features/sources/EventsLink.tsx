import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { quoted } from '@/shared/events/pivot'
import { useMay } from '@/shared/session'
import { EVERYTHING } from '@/shared/time/range'

interface Props {
  source: string
  children: ReactNode
}

/** Leads to the events of a source, for who may search them. */
export const EventsLink = ({ source, children }: Props) => {
  const may = useMay('events:read')
  if (!may) return <>{children}</>
  return (
    <Link to="/events" search={{ q: `fengsui.source:${quoted(source)}`, ...EVERYTHING }}>
      {children}
    </Link>
  )
}
