import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Panel } from '@/shared/ui/Panel'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { Leads } from './Leads'
import styles from './overview.module.css'

const SHOWN = 6

export const LoudestRules = ({ rules }: { rules: Schemas['RuleCount'][] }) => {
  const { t, i18n } = useTranslation()
  const may = useMay('alerts:read')
  const shown = rules.slice(0, SHOWN)
  const most = Math.max(1, ...shown.map((one) => one.count))
  return (
    <Panel title={t('overview:rules')} extra={<Leads to="alerts">{t('overview:all')}</Leads>}>
      {shown.length === 0 && <p className="fs-soft">{t('overview:rules.none')}</p>}
      <ul className={styles['bars']}>
        {shown.map((one) => (
          <li key={one.rule} data-wide>
            <UntrustedText
              text={(i18n.language === 'zh-CN' ? one.title_zh || one.title : one.title) ?? one.rule}
              ellipsis
            />
            <span className="fs-bar" aria-hidden>
              <span style={{ width: `${(100 * one.count) / most}%` }} />
            </span>
            {may ? (
              <Link to="/alerts" search={{ rule: one.rule }}>
                {one.count.toLocaleString(i18n.language)}
              </Link>
            ) : (
              <span>{one.count.toLocaleString(i18n.language)}</span>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
