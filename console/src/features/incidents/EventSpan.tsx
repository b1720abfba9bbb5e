import { formatDuration } from '@/shared/time/format'
import { Moment } from '@/shared/time/Moment'

const SECOND_MS = 1_000

/** From the first to the last event, and how long that was; one moment where that was no second. Times are ISO 8601. */
export const EventSpan = ({ first, last }: { first: string; last: string }) => {
  const lasted = Date.parse(last) - Date.parse(first)
  if (lasted < SECOND_MS) return <Moment at={first} />
  return (
    <span>
      <Moment at={first} /> – <Moment at={last} /> ({formatDuration(lasted)})
    </span>
  )
}
