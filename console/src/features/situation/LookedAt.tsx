import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLiveOpen } from '@/shared/live'
import styles from './situation.module.css'

interface Props {
  /** When the answer came, by our clock. */
  received: number
  failed: boolean
}

/** What is older than this was missed at least twice by the renewal. */
const STALE_S = 60

/** How old what is shown is, and whether changes arrive by themselves. */
export const LookedAt = ({ received, failed }: Props) => {
  const { t } = useTranslation()
  const live = useLiveOpen()
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  if (received === 0) return null
  const seconds = Math.max(0, Math.floor((now - received) / 1_000))
  const state = failed || seconds > STALE_S ? 'stale' : live ? 'live' : 'polling'
  return (
    <span className={styles['age']} data-state={state}>
      <span className={styles['lamp']} aria-hidden />
      <span role="status">{t(`situation:age.${state}`)}</span>
      <span>{t('situation:age', { count: seconds })}</span>
    </span>
  )
}
