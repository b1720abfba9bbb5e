import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Panel } from '@/shared/ui/Panel'
import { Leads } from './Leads'
import styles from './overview.module.css'

export const SourcesByState = ({ states }: { states: Schemas['SourcesTotal'][] }) => {
  const { t } = useTranslation()
  const may = useMay('sources:read')
  const most = Math.max(1, ...states.map((one) => one.count))
  return (
    <Panel title={t('overview:sources')} extra={<Leads to="sources">{t('overview:all')}</Leads>}>
      <ul className={styles['bars']}>
        {states.map(({ state, count }) => (
          <li key={state} data-state={state}>
            <span>{t(`sources:state.${state}`)}</span>
            <span className="fs-bar" aria-hidden>
              <span style={{ width: `${(100 * count) / most}%` }} />
            </span>
            {may ? (
              <Link to="/sources" search={{ state }}>
                {count}
              </Link>
            ) : (
              <span>{count}</span>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
