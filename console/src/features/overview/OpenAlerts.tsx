import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Moment } from '@/shared/time/Moment'
import { LevelTag } from '@/shared/ui/LevelTag'
import { Panel } from '@/shared/ui/Panel'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { openGroupsQuery } from './api'
import { Leads } from './Leads'
import styles from './overview.module.css'

/** What waits for a decision, a rule about an entity on one line, worst first. */
export const OpenAlerts = () => {
  const { t } = useTranslation()
  const { title, number } = useWords()
  const groups = useQuery(openGroupsQuery())
  return (
    <Panel title={t('overview:groups')} extra={<Leads to="alerts">{t('overview:all')}</Leads>}>
      <Loaded
        query={groups}
        empty={({ items }) => items.length === 0}
        whenEmpty={<p className="fs-soft">{t('overview:groups.none')}</p>}
      >
        {({ items }) => (
          <ul className={styles['groups']}>
            {items.map((group) => {
              const principal = group.principal?.key ?? '-'
              return (
                <li key={`${group.rule} ${principal}`}>
                  <LevelTag level={group.level} />
                  <Link to="/alerts" search={{ rule: group.rule, principal, status: 'open' }}>
                    <UntrustedText text={title(group) || group.rule} ellipsis />
                  </Link>
                  <UntrustedText text={group.principal?.value ?? ''} ellipsis />
                  <span className="fs-soft">{t('overview:groups.count', { number: number(group.open) })}</span>
                  <span className="fs-soft">
                    <Moment at={group.last_time} />
                  </span>
                </li>
              )
            })}
          </ul>
        )}
      </Loaded>
    </Panel>
  )
}
