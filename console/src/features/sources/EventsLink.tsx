import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMay } from '@/shared/session'
import { eventsOf } from './eventsOf'

interface Props {
  source: string
  children: ReactNode
}

/** Leads to the events of a source, for who may search them. */
export const EventsLink = ({ source, children }: Props) => {
  const may = useMay('events:read')
  if (!may) return <>{children}</>
  return (
    <Link to="/events" search={{ q: eventsOf(source), from: '', to: '' }}>
      {children}
    </Link>
  )
}
