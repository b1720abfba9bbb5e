import { FilePdfOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button, Flex, Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useSearchState } from '@/shared/search'
import { useMay } from '@/shared/session'
import { Mark } from '@/shared/ui/Mark'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { Share } from '@/shared/ui/Verdict'
import { useWords } from '@/shared/words'
import { Accesses } from './Accesses'
import { Approvals } from './Approvals'
import { Assessment } from './Assessment'
import { dataSetQuery } from './api'
import { LineageGraph } from './LineageGraph'
import { Grade, LEVEL_TONES } from './marks'
import { Papers } from './Papers'
import { PhaseControls } from './PhaseControls'
import { PhaseSteps } from './PhaseSteps'
import { type DataSetSearch, readDataSetSearch, TABS } from './search'

/** One data set: its life in ten phases, where it went, who may have it, who got at it, what that risks. */
export const DataSetPage = () => {
  const { t } = useTranslation()
  const { dataSet = '' } = useParams({ strict: false }) as { dataSet?: string }
  const [search, change] = useSearchState(readDataSetSearch)
  const query = useQuery(dataSetQuery(dataSet))
  const words = useWords()
  const mayReport = useMay('reports:export')
  return (
    <Page
      title={
        <>
          <Link to={'/data' as never}>{t('data:title')}</Link> /{' '}
          <UntrustedText text={query.data ? words.name(query.data.brief) : dataSet} limit={200} />
        </>
      }
      extra={
        mayReport && (
          <Link to="/reports" search={{ kind: 'data-lifecycle', id: dataSet } as never}>
            <Button size="small" icon={<FilePdfOutlined />}>
              {t('data:report')}
            </Button>
          </Link>
        )
      }
    >
      <Loaded query={query}>
        {(data) => (
          <Flex vertical gap="middle">
            <Summary data={data} />
            <PhaseSteps
              phases={data.phases}
              chosen={(search.tab ?? 'phases') === 'phases' ? search.phase : undefined}
              onChoose={(phase) => change({ tab: undefined, phase: phase === search.phase ? undefined : phase })}
            />
            <Tabs
              size="small"
              activeKey={search.tab ?? 'phases'}
              onChange={(tab) => change({ tab: tab === 'phases' ? undefined : (tab as DataSetSearch['tab']) })}
              destroyOnHidden
              items={TABS.map((tab) => ({
                key: tab,
                label: t(`data:tab.${tab}`),
                children: <Tab tab={tab} data={data} phase={search.phase} />,
              }))}
            />
          </Flex>
        )}
      </Loaded>
    </Page>
  )
}

const Summary = ({ data }: { data: Schemas['DataSetDetail'] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const { brief } = data
  return (
    <Flex gap="middle" wrap align="center">
      <UnitName id={brief.unit} />
      <Grade grade={brief.data_class} personal={brief.personal_information} />
      <span>{t('data:records.counted', { number: words.number(brief.records) })}</span>
      {brief.system && (
        <Link to="/compliance/$systemId" params={{ systemId: brief.system }} search={{}}>
          <UntrustedText text={brief.system} limit={80} />
        </Link>
      )}
      <Mark tone={LEVEL_TONES[brief.level] ?? 'informational'}>{words.zh ? brief.level_zh : brief.level_en}</Mark>
      <Share counted={brief.counted} />
      {data.findings.map((one) => (
        <Link key={one.kind} to="/alerts" search={{ open: one.alerts[0] } as never}>
          {t(`data:finding.${one.kind}`)} × {one.count}
        </Link>
      ))}
    </Flex>
  )
}

interface TabProps {
  tab: (typeof TABS)[number]
  data: Schemas['DataSetDetail']
  phase: string | undefined
}

const Tab = ({ tab, data, phase }: TabProps) => {
  const words = useWords()
  const { id } = data.brief
  if (tab === 'lineage') return <LineageGraph dataSet={id} name={words.name(data.brief)} />
  if (tab === 'approvals') return <Approvals dataSet={id} state={undefined} />
  if (tab === 'accesses') return <Accesses dataSet={id} />
  if (tab === 'assessment') return <Assessment dataSet={id} />
  if (tab === 'papers') return <Papers data={data} />
  return <PhaseControls data={data} phase={phase} />
}
