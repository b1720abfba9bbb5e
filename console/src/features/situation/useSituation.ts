import { useQuery } from '@tanstack/react-query'
import { useLiveQueries } from '@/shared/live'
import { useMay } from '@/shared/session'
import { hottestQuery, newestQuery, situationQuery } from './api'

const KEYS = [['situation']]

/** The situation, asked anew whenever something it counts has changed. */
export const useSituation = () => {
  const situation = useQuery(situationQuery())
  useLiveQueries({ situation: KEYS, incident: KEYS, reset: KEYS })
  return situation
}

/** What both views list beside the index; incidents only for who may read them. */
export const useBeside = () => {
  const mayIncidents = useMay('incidents:read')
  const newest = useQuery({ ...newestQuery(), enabled: mayIncidents })
  const hottest = useQuery(hottestQuery())
  return { newest: mayIncidents ? newest : undefined, hottest }
}
