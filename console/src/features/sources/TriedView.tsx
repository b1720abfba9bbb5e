import { Alert, Collapse, Descriptions } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Refusal } from '@/shared/ui/Refusal'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import styles from './sources.module.css'

type Tried = Schemas['SourceTried']

/** What stands in a collapsed sample's line, where the event has it. */
const LEADING = ['@timestamp', 'host.name', 'source.ip', 'event.action', 'message']

export const TriedView = ({ tried }: { tried: Tried }) => {
  const { t } = useTranslation()
  return (
    <section aria-label={t('sources:tried')} className={styles['tried']}>
      <Alert
        showIcon
        role="status"
        type={tried.error ? 'error' : tried.works && tried.events > 0 ? 'success' : 'warning'}
        title={said(tried, t)}
        description={tried.hint && <UntrustedText text={tried.hint} limit={500} />}
      />
      <Collapse
        size="small"
        defaultActiveKey={['0']}
        items={tried.samples.map((fields, place) => ({
          key: String(place),
          label: <UntrustedText text={headline(fields)} limit={160} />,
          children: (
            <Descriptions
              size="small"
              column={1}
              items={fields.map(({ name, value }) => ({
                key: name,
                label: <code>{name}</code>,
                children: <UntrustedText text={value} limit={300} mono />,
              }))}
            />
          ),
        }))}
      />
      {tried.problems.length > 0 && (
        <ul className={styles['samples']} aria-label={t('sources:tried.problems')}>
          {tried.problems.map((problem, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes, and two problems may be equal
            <li key={place}>
              <div className={styles['sampleHead']}>
                <span>
                  <Refusal code={problem.reason} />
                </span>
                <span className="fs-soft">
                  <UntrustedText text={problem.message} limit={300} />
                </span>
              </div>
              <pre className={styles['sample']}>
                <UntrustedText text={problem.text} limit={400} />
              </pre>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const headline = (fields: Tried['samples'][number]): string =>
  LEADING.flatMap((wanted) => fields.filter(({ name }) => name === wanted).map(({ value }) => value)).join(' · ')

const said = (tried: Tried, t: (key: string, values?: Record<string, unknown>) => string): string => {
  if (tried.error !== null) return `${t('sources:tried.error')}${tried.error}`
  if (tried.events + tried.refused > 0) return t('sources:tried.read', { events: tried.events, refused: tried.refused })
  return tried.busy ? t('sources:tried.busy') : t('sources:tried.nothing')
}
