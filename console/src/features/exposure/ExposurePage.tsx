import { useQuery } from '@tanstack/react-query'
import { Select, Table, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useSearchState } from '@/shared/search'
import { Page } from '@/shared/ui/Page'
import { Empty, Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { visible } from '@/shared/visible'
import { useWords } from '@/shared/words'
import { chokePointsQuery, dataSetsQuery, pathsQuery } from './api'
import styles from './exposure.module.css'
import { readExposureSearch } from './search'

/** Ways an attack could take to a data set, and the single actions that cut most of all such ways. */
export const ExposurePage = () => {
  const { t } = useTranslation()
  const words = useWords()
  const [search, change] = useSearchState(readExposureSearch)
  const sets = useQuery(dataSetsQuery())
  return (
    <Page
      title={t('exposure:title')}
      toolbar={
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          allowClear
          style={{ width: 'min(420px, 100%)' }}
          aria-label={t('exposure:data')}
          placeholder={t('exposure:data')}
          value={search.data}
          loading={sets.isPending}
          onChange={(data: string | undefined) => change({ data })}
          options={(sets.data?.items ?? []).map((one) => ({
            value: one.id,
            label: visible(words.zh ? one.name_zh || one.name : one.name),
          }))}
        />
      }
    >
      {search.data !== undefined && <Ways data={search.data} />}
      <section className="fs-panel">
        <h2>{t('exposure:points')}</h2>
        <Points choose={(data) => change({ data })} />
      </section>
    </Page>
  )
}

const Ways = ({ data }: { data: string }) => {
  const { t } = useTranslation()
  const words = useWords()
  const paths = useQuery(pathsQuery(data))
  return (
    <Loaded query={paths}>
      {(found) => (
        <section className="fs-panel">
          <h2>
            {t('exposure:ways')} <UntrustedText text={words.name(found.data_set)} />
          </h2>
          <div className={styles['origins']}>
            {found.origins.map((one) => (
              <section key={one.origin.id} className={styles['origin']}>
                <h3>
                  {words.name(one.origin)}{' '}
                  <span className={styles['soft']}>
                    <UntrustedText text={one.origin.zones.map((zone) => words.name(zone)).join(' · ')} limit={200} />
                  </span>
                </h3>
                {one.paths.length === 0 && (
                  <p className={styles['soft']}>
                    {t(one.origin.zones.length === 0 ? 'exposure:zones.none' : 'exposure:ways.none')}
                  </p>
                )}
                {one.paths.map((path) => (
                  <Way key={JSON.stringify(path.steps)} path={path} />
                ))}
              </section>
            ))}
          </div>
        </section>
      )}
    </Loaded>
  )
}

/** Records that say more than the target of a step does: what is open, by which rule of the network or which right. */
const SAID = new Set(['exposure', 'conduit', 'data_grant'])

const Way = ({ path }: { path: Schemas['PathRead'] }) => {
  const { t } = useTranslation()
  const words = useWords()
  return (
    <article className={styles['way']}>
      <p>
        <strong>{Math.round(path.p * 100)}%</strong> · {t('exposure:actions', { count: path.actions })}
        {path.partial && <Tag>{t('exposure:partial')}</Tag>}
      </p>
      <ol>
        {path.steps.map((step, place) => (
          <li key={`${step.rule} ${step.target.id ?? place} ${step.gives}`} data-action={step.action}>
            <UntrustedText text={words.zh ? step.text_zh : step.text} limit={300} />{' '}
            <span className={styles['what']}>
              <UntrustedText
                text={[
                  words.name(step.target),
                  ...(SAID.has(step.record.kind ?? '') ? [words.name(step.record)] : []),
                ].join(' · ')}
                limit={160}
              />
            </span>{' '}
            {step.technique && (
              <span className={styles['soft']} title={step.technique.name}>
                {step.technique.id}
              </span>
            )}
          </li>
        ))}
      </ol>
    </article>
  )
}

type Point = Schemas['ChokePointRead']

const Points = ({ choose }: { choose: (data: string) => void }) => {
  const { t } = useTranslation()
  const words = useWords()
  const points = useQuery(chokePointsQuery())
  return (
    <Loaded
      query={points}
      empty={(data) => data.points.length === 0}
      whenEmpty={<Empty title={t('exposure:points.none')}>{t('exposure:points.none.next')}</Empty>}
    >
      {(data) => (
        <>
          <p className={styles['soft']}>
            {t('exposure:points.what', { pairs: data.pairs, considered: data.considered })}
          </p>
          <Table<Point>
            size="small"
            rowKey={(one) => `${one.action.kind} ${one.action.target.id ?? ''} ${one.action.detail ?? ''}`}
            dataSource={data.points}
            pagination={false}
            scroll={{ x: 900 }}
            columns={[
              {
                title: t('exposure:action'),
                key: 'action',
                render: (_, one) => (
                  <>
                    {words.zh ? one.action.kind_zh : one.action.kind_text}{' '}
                    <UntrustedText text={words.name(one.action.target)} />{' '}
                    {one.action.detail && <code>{one.action.detail}</code>}{' '}
                    {one.action.proposal && <Tag color="warning">{t('exposure:proposal')}</Tag>}
                  </>
                ),
              },
              {
                title: t('exposure:cuts'),
                key: 'cuts',
                width: 190,
                render: (_, one) => (
                  <span className={styles['cuts']}>
                    <span className="fs-bar" aria-hidden>
                      <span style={{ width: `${Math.round(one.share * 100)}%` }} />
                    </span>
                    {one.cuts} ({Math.round(one.share * 100)}%)
                  </span>
                ),
              },
              {
                title: t('exposure:cost'),
                key: 'cost',
                width: 80,
                align: 'right',
                render: (_, one) => one.action.cost,
              },
              {
                title: t('exposure:goals'),
                key: 'goals',
                width: 360,
                render: (_, one) =>
                  one.goals.slice(0, 4).map((goal) =>
                    goal.kind === 'data_set' && goal.id !== null ? (
                      <button
                        key={goal.id}
                        type="button"
                        className={`fs-link ${styles['goal']}`}
                        onClick={() => choose(goal.id ?? '')}
                      >
                        <UntrustedText text={words.name(goal)} limit={60} />
                      </button>
                    ) : (
                      <span key={goal.id ?? goal.name} className={styles['goal']}>
                        <UntrustedText text={words.name(goal)} limit={60} />
                      </span>
                    ),
                  ),
              },
            ]}
          />
        </>
      )}
    </Loaded>
  )
}
