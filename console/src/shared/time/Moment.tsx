import { usePreferences } from '@/shared/preferences'
import { formatTime, type Precision, zoneLabel } from '@/shared/time/format'

interface MomentProps {
  at: string | number | null | undefined
  precision?: Precision
  /** Without the day, which stands beside it. */
  clock?: boolean
}

/** An instant in the zone chosen in the header; the other zone on hover. */
export const Moment = ({ at, precision = 'second', clock = false }: MomentProps) => {
  const { zone } = usePreferences()
  if (at === null || at === undefined || at === '') return <span>—</span>
  const shown = formatTime(at, zone, precision)
  const other = zone === 'UTC' ? 'Asia/Shanghai' : 'UTC'
  return (
    <time
      className="fs-moment"
      dateTime={typeof at === 'number' ? new Date(at).toISOString() : at}
      title={`${formatTime(at, other, 'milli')} ${zoneLabel[other]}`}
    >
      {clock ? shown.slice(shown.indexOf(' ') + 1) : shown}
    </time>
  )
}
