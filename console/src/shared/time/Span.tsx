import { usePreferences } from '@/shared/preferences'
import { formatTime, type Precision } from '@/shared/time/format'
import { Moment } from '@/shared/time/Moment'

interface SpanProps {
  first: string
  last: string
  precision?: Precision
}

/** From one instant to another, the day said once where it is the same; one instant where both read alike. */
export const Span = ({ first, last, precision = 'second' }: SpanProps) => {
  const { zone } = usePreferences()
  if (formatTime(first, zone, precision) === formatTime(last, zone, precision))
    return <Moment at={last} precision={precision} />
  const sameDay = formatTime(first, zone, 'day') === formatTime(last, zone, 'day')
  return (
    <span>
      <Moment at={first} precision={precision} /> – <Moment at={last} precision={precision} clock={sameDay} />
    </span>
  )
}
