import { useQuery } from '@tanstack/react-query'
import type { Schemas } from '@/shared/api'
import { useWords } from '@/shared/words'
import { historyQuery } from './api'
import { TrendLine } from './TrendLine'

const WEEK_H = 168

/** The index of one subject over the week up to `time`. */
export const WeekTrend = ({ of, time }: { of: Schemas['AssessmentRead']; time: string }) => {
  const words = useWords()
  const history = useQuery(historyQuery(of.key, WEEK_H))
  return (
    <TrendLine
      readings={history.data?.items ?? []}
      current={of.index}
      time={time}
      hours={WEEK_H}
      label={words.name(of)}
    />
  )
}
