import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMay } from '@/shared/session'
import { EVERYTHING } from '@/shared/time/range'
import type { Target } from './journey'

interface Props {
  to: Target
  children: ReactNode
  className?: string | undefined
}

/** A number that leads to the list behind it, for who may see that list. Alerts are counted whatever became of them. */
export const Leads = ({ to, children, className }: Props) => {
  const may = {
    events: useMay('events:read'),
    alerts: useMay('alerts:read'),
    incidents: useMay('incidents:read'),
    sources: useMay('sources:read'),
  }
  const look = className === undefined ? {} : { className }
  if (to === 'events' && may.events) {
    return (
      <Link to="/events" search={EVERYTHING} {...look}>
        {children}
      </Link>
    )
  }
  if (to === 'alerts' && may.alerts) {
    return (
      <Link to="/alerts" search={{ status: 'all' }} {...look}>
        {children}
      </Link>
    )
  }
  if (to === 'incidents' && may.incidents) {
    return (
      <Link to="/incidents" {...look}>
        {children}
      </Link>
    )
  }
  if (to !== 'events' && to !== 'alerts' && to !== 'incidents' && may.sources) {
    return (
      <Link to="/sources" search={to === 'sources' ? {} : { trouble: to }} {...look}>
        {children}
      </Link>
    )
  }
  return <span {...look}>{children}</span>
}
