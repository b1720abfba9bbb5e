import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Flex, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useSearchState } from '@/shared/search'
import { Moment } from '@/shared/time/Moment'
import { OneOf } from '@/shared/ui/filters'
import { Mark } from '@/shared/ui/Mark'
import { Page } from '@/shared/ui/Page'
import { Empty, Loaded, Partial } from '@/shared/ui/states'
import { UnitName } from '@/shared/ui/UnitName'
import { UnitSelect } from '@/shared/ui/UnitSelect'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { Share } from '@/shared/ui/Verdict'
import { useUnits } from '@/shared/units'
import { useWords } from '@/shared/words'
import { dataSetsQuery } from './api'
import styles from './data.module.css'
import { Grade, LEVEL_TONES } from './marks'
import { PhaseStrip } from './PhaseStrip'
import { CLASSES, readDataSetsSearch } from './search'

/** Every data set of one's units: what it is, how its ten phases stand, what detectors found, what it risks. */
export const DataSetsPage = () => {
  const { t } = useTranslation()
  const words = useWords()
  const [search, change] = useSearchState(readDataSetsSearch)
  const query = useQuery(dataSetsQuery())
  const { within } = useUnits()
  return (
    <Page
      title={t('data:title')}
      extra={<Link to={'/data-approvals' as never}>{t('data:approvals')}</Link>}
      toolbar={
        <Flex gap="small" wrap>
          <UnitSelect size="small" value={search.unit} onChange={(unit) => change({ unit })} />
          <OneOf
            label={t('data:class')}
            value={search.grade}
            width={180}
            options={CLASSES.map((value) => ({ value, label: t(`data:class.${value}`) }))}
            onChange={(grade) => change({ grade })}
          />
        </Flex>
      }
    >
      <Loaded query={query}>
        {(data) => (
          <>
            {data.partial.map((reason) => (
              <Partial key={reason} reason={reason} />
            ))}
            <Sets
              items={data.items.filter(
                (one) =>
                  (search.unit === undefined || within(one.unit, search.unit)) &&
                  (search.grade === undefined || one.data_class === search.grade),
              )}
            />
            <p className="fs-soft" title={words.verify(data)}>
              {t('data:unconfirmed')}
            </p>
          </>
        )}
      </Loaded>
    </Page>
  )
}

const Sets = ({ items }: { items: Schemas['DataSetBriefing'][] }) => {
  const { t } = useTranslation()
  const words = useWords()
  if (items.length === 0) return <Empty>{t('data:empty')}</Empty>
  return (
    <Table<Schemas['DataSetBriefing']>
      size="small"
      rowKey="id"
      dataSource={items}
      scroll={{ x: 1190 }}
      pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
      columns={[
        {
          title: t('data:data_set'),
          width: 200,
          render: (_, one) => (
            <Link to={'/data/$dataSet' as never} params={{ dataSet: one.id } as never}>
              <UntrustedText text={words.name(one)} limit={120} />
            </Link>
          ),
        },
        { title: t('data:unit'), width: 130, render: (_, one) => <UnitName id={one.unit} /> },
        {
          title: t('data:class'),
          width: 130,
          render: (_, one) => <Grade grade={one.data_class} personal={one.personal_information} />,
        },
        {
          title: t('data:records'),
          width: 90,
          align: 'right',
          sorter: (a, b) => a.records - b.records,
          render: (_, one) => (one.records > 0 ? words.number(one.records) : '—'),
        },
        { title: t('data:phases'), width: 210, render: (_, one) => <PhaseStrip phases={one.phases} /> },
        { title: t('data:controls'), width: 140, render: (_, one) => <Share counted={one.counted} /> },
        {
          title: t('data:findings'),
          width: 80,
          align: 'right',
          sorter: (a, b) => a.findings - b.findings,
          render: (_, one) => <span className={one.findings > 0 ? styles['bad'] : undefined}>{one.findings}</span>,
        },
        {
          title: t('data:approvals.standing'),
          width: 115,
          align: 'right',
          onCell: () => ({ style: { whiteSpace: 'nowrap' } }),
          render: (_, one) =>
            one.waiting > 0
              ? t('data:approvals.counted', { standing: one.approvals, waiting: one.waiting })
              : one.approvals,
        },
        {
          title: t('data:level'),
          width: 90,
          render: (_, one) => (
            <Mark tone={LEVEL_TONES[one.level] ?? 'informational'}>{words.zh ? one.level_zh : one.level_en}</Mark>
          ),
        },
        { title: t('data:last'), width: 140, render: (_, one) => <Moment at={one.last} precision="minute" /> },
      ]}
    />
  )
}
