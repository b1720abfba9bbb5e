import { queryOptions, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { api, ask } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Panel } from '@/shared/ui/Panel'
import { Empty, Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import styles from './incident.module.css'

const SHOWN = 5

const rankedQuery = (incident: string) =>
  queryOptions({
    queryKey: ['incidents', 'playbooks', incident],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/playbooks/ranked/{incident_id}', { signal, params: { path: { incident_id: incident } } })),
  })

/** Playbooks that answer the incident, the most fitting first, each with what put it there. */
export const FittingPlaybooks = ({ incident }: { incident: string }) => {
  const may = useMay('playbooks:read')
  return may ? <Ranked incident={incident} /> : null
}

const Ranked = ({ incident }: { incident: string }) => {
  const { t } = useTranslation()
  const { zh } = useWords()
  const query = useQuery(rankedQuery(incident))
  return (
    <Panel title={t('incidents:playbooks')}>
      <Loaded
        query={query}
        empty={(found) => found.items.length === 0}
        whenEmpty={<Empty title={t('incidents:playbooks.none')} />}
      >
        {(found) => (
          <ol className={styles['told']}>
            {found.items.slice(0, SHOWN).map((one) => (
              <li key={one.id}>
                <Tooltip title={t('incidents:playbooks.score')}>
                  <strong>{one.score}</strong>
                </Tooltip>
                <span>
                  <Link to="/playbooks/$playbookId" params={{ playbookId: one.id }} search={{ incident }}>
                    <UntrustedText text={zh ? one.name_zh : one.name} limit={120} />
                  </Link>
                  {one.execution !== null && one.status !== null && (
                    <>
                      {' '}
                      <Link to="/executions/$executionId" params={{ executionId: one.execution }}>
                        {t(`playbooks:status.${one.status}`)}
                      </Link>
                    </>
                  )}
                  {one.because.map((why) => (
                    <span key={why.code} className={styles['why']}>
                      {why.points > 0 ? `+${why.points}` : why.points}{' '}
                      <UntrustedText text={zh ? why.text_zh : why.text} limit={200} />
                    </span>
                  ))}
                </span>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </Panel>
  )
}
