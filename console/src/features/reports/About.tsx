import { useQuery } from '@tanstack/react-query'
import { useSystems } from '@/shared/systems'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { dataSetsQuery } from './api'

/** What a report is about, by its name: a system or a data set; a month, a year or anything else as it stands. */
export const About = ({ subject }: { subject: string }) => {
  const words = useWords()
  const { names } = useSystems()
  const dataSets = useQuery(dataSetsQuery(subject !== '' && !names.has(subject)))
  const set = dataSets.data?.items.find((one) => one.id === subject)
  return <UntrustedText text={names.get(subject) ?? (set ? words.name(set) : subject || '—')} limit={60} />
}
