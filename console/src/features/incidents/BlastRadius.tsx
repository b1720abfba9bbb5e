import { Table, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import styles from './incident.module.css'
import { StepList } from './StepList'

type Blast = Schemas['BlastRead']
type Data = Schemas['DataAtRiskRead']
type Stopped = Schemas['StoppedRead']

/** Data within reach and what would stop, in three rings: confirmed, likely, possible. */
export const BlastRadius = ({ blast }: { blast: Blast }) => {
  const { t } = useTranslation()
  const words = useWords()
  return (
    <div className={styles['blast']}>
      <Rings blast={blast} />
      <div>
        <p>
          {t('incidents:blast.sum', {
            data: blast.data_count,
            stopped: blast.stopped_count,
            records: words.number(blast.records),
          })}
          {blast.hidden > 0 && ` ${t('incidents:blast.hidden', { count: blast.hidden })}`}
        </p>
        <Table<Data>
          size="small"
          rowKey={(one) => one.data_set.id ?? one.data_set.name}
          dataSource={blast.data}
          pagination={blast.data.length > 10 ? { pageSize: 10, size: 'small' } : false}
          locale={{ emptyText: <span className={styles['aside2']}>{t('incidents:blast.none')}</span> }}
          expandable={{ expandedRowRender: (one) => <StepList path={one.path} /> }}
          columns={[
            { title: t('incidents:blast.ring'), key: 'ring', width: 90, render: (_, one) => <Ring of={one} /> },
            {
              title: t('incidents:blast.data'),
              key: 'data',
              render: (_, one) => (
                <>
                  <UntrustedText text={words.name(one.data_set)} />{' '}
                  {one.personal_information && <Tag>{t('incidents:blast.personal')}</Tag>}
                  {one.data_set.unit && (
                    <span className={styles['why']}>
                      <UnitName id={one.data_set.unit} />
                    </span>
                  )}
                </>
              ),
            },
            {
              title: t('incidents:blast.class'),
              key: 'class',
              width: 120,
              render: (_, one) => t(`entities:class.${one.data_class}`),
            },
            {
              title: t('incidents:blast.records'),
              key: 'records',
              width: 110,
              align: 'right',
              render: (_, one) => words.number(one.records),
            },
            {
              title: t('incidents:blast.p'),
              key: 'p',
              width: 80,
              align: 'right',
              render: (_, one) => `${Math.round(one.p * 100)}%`,
            },
            { title: t('incidents:blast.actions'), dataIndex: 'actions', width: 90, align: 'right' },
          ]}
        />
        {blast.stopped.length > 0 && (
          <Table<Stopped>
            className={styles['second'] ?? ''}
            size="small"
            rowKey={(one) => `${one.target.kind} ${one.target.id ?? one.target.name}`}
            dataSource={blast.stopped}
            pagination={blast.stopped.length > 10 ? { pageSize: 10, size: 'small' } : false}
            columns={[
              { title: t('incidents:blast.ring'), key: 'ring', width: 90, render: (_, one) => <Ring of={one} /> },
              {
                title: t('incidents:blast.stopped'),
                key: 'stopped',
                render: (_, one) => (
                  <>
                    <UntrustedText text={words.name(one.target)} />{' '}
                    {one.safety && <Tag color="error">{t('incidents:blast.safety')}</Tag>}
                  </>
                ),
              },
              { title: t('incidents:blast.criticality'), dataIndex: 'criticality', width: 90, align: 'right' },
              {
                title: t('incidents:blast.p'),
                key: 'p',
                width: 80,
                align: 'right',
                render: (_, one) => `${Math.round(one.p * 100)}%`,
              },
            ]}
          />
        )}
      </div>
    </div>
  )
}

const Ring = ({ of }: { of: Pick<Data, 'ring'> }) => {
  const { t } = useTranslation()
  return <span data-ring={of.ring}>{t(`incidents:ring.${of.ring}`)}</span>
}

const RADII = { confirmed: 34, likely: 66, possible: 96 } as const

/** The rings as circles, with how many things each holds. */
const Rings = ({ blast }: { blast: Blast }) => {
  const { t } = useTranslation()
  const told = blast.rings.map((one) => `${t(`incidents:ring.${one.ring}`)} ${one.count}`).join(', ')
  return (
    <svg className={styles['rings']} viewBox="-100 -100 200 200" role="img" aria-label={told}>
      {[...blast.rings].reverse().map((one) => (
        <g key={one.ring} data-ring={one.ring}>
          <circle r={RADII[one.ring]} />
          <text y={-RADII[one.ring] + 16}>
            {t(`incidents:ring.${one.ring}`)} {one.count}
          </text>
        </g>
      ))}
    </svg>
  )
}
