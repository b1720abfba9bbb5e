import { Moment } from '@/shared/time/Moment'
import { Span } from '@/shared/time/Span'
import { useWords } from '@/shared/words'

const SECOND_MS = 1_000

/** From the first to the last event, and how long that was; one moment where that was no second. Times are ISO 8601. */
export const EventSpan = ({ first, last }: { first: string; last: string }) => {
  const { duration } = useWords()
  const lasted = Date.parse(last) - Date.parse(first)
  if (lasted < SECOND_MS) return <Moment at={first} />
  return (
    <span>
      <Span first={first} last={last} /> ({duration(lasted)})
    </span>
  )
}
