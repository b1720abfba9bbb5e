import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Empty, Failed } from '@/shared/ui/states'

export const NotFoundPage = () => {
  const { t } = useTranslation()
  return (
    <Empty title={t('states:not_found')}>
      <Link to="/">{t('states:home')}</Link>
    </Empty>
  )
}

interface PageFailedProps {
  error: unknown
  reset: () => void
}

export const PageFailed = ({ error, reset }: PageFailedProps) => <Failed error={error} onRetry={reset} />

export const Waiting = () => {
  const { t } = useTranslation()
  return <div className="fs-waiting" role="status" aria-label={t('states:loading')} />
}
