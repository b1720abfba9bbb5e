import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Mark, type Tone } from '@/shared/ui/Mark'
import { useWords } from '@/shared/words'
import { dutyQuery, type Mode } from './api'

const SHADES: Record<Mode, Tone> = { peacetime: 'low', guarded: 'high', wartime: 'critical' }

export const ModeMark = ({ mode }: { mode: Pick<Schemas['ModeRead'], 'mode' | 'zh' | 'en'> }) => {
  const words = useWords()
  return <Mark tone={SHADES[mode.mode]}>{words.zh ? mode.zh : mode.en}</Mark>
}

/** The mode that holds, on every page, for those who may know it. */
export const ModeNow = () => {
  const may = useMay('duty:read')
  const { data } = useQuery({ ...dutyQuery(), enabled: may })
  if (!data) return null
  return (
    <Link to={'/duty' as never}>
      <ModeMark mode={data.mode} />
    </Link>
  )
}
