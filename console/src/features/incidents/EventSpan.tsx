import { formatDuration } from '@/shared/time/format'
import { Moment } from '@/shared/time/Moment'

/** From the first to the last event, and how long that was. Times are ISO 8601. */
export const EventSpan = ({ first, last }: { first: string; last: string }) => (
  <span>
    <Moment at={first} /> – <Moment at={last} /> ({formatDuration(Date.parse(last) - Date.parse(first))})
  </span>
)
