import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/shared/session'
import styles from './rules.module.css'

/** The pages about rules, one beside the other. */
export const RulesNav = () => {
  const { t } = useTranslation()
  const sees = useMay('exceptions:read')
  const active = { className: `${styles['tab']} ${styles['here']}`, 'aria-current': 'page' } as const
  const props = { className: styles['tab'], activeProps: active, activeOptions: { exact: true, includeSearch: false } }
  return (
    <nav className={styles['tabs']} aria-label={t('rules:nav')}>
      <Link to="/rules" {...props}>
        {t('rules:title')}
      </Link>
      {sees && (
        <Link to="/rules/noisy" {...props}>
          {t('rules:noisy.title')}
        </Link>
      )}
      {sees && (
        <Link to="/exceptions" {...props}>
          {t('rules:exceptions.title')}
        </Link>
      )}
      <Link to="/content" {...props}>
        {t('rules:content.title')}
      </Link>
    </nav>
  )
}
