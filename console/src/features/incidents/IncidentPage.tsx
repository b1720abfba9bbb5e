import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useLiveQueries } from '@/shared/live'
import { Loaded } from '@/shared/ui/states'
import { incidentQuery } from './api'
import { IncidentView } from './IncidentView'

export const IncidentPage = () => {
  const { incidentId } = useParams({ from: '/in/incidents/$incidentId' })
  const incident = useQuery(incidentQuery(incidentId))
  const keys = [['incidents', 'one', incidentId]]
  useLiveQueries({ incident: keys, alert: keys, reset: keys })
  return <Loaded query={incident}>{(version) => <IncidentView version={version} />}</Loaded>
}
