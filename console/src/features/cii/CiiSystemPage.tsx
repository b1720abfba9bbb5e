import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Flex, Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useSearchState } from '@/shared/search'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { Share } from '@/shared/ui/Verdict'
import { useWords } from '@/shared/words'
import { Activities } from './Activities'
import { Assessments } from './Assessments'
import { ciiQuery } from './api'
import { FileForm } from './FileForm'
import { Permits } from './Permits'
import { type CiiSystemSearch, readCiiSystemSearch, TABS } from './search'

/** One critical system: six activities with their evidence, its file, assessments and permits. */
export const CiiSystemPage = () => {
  const { t } = useTranslation()
  const { systemId = '' } = useParams({ strict: false })
  const [search, change] = useSearchState(readCiiSystemSearch)
  const query = useQuery(ciiQuery(systemId))
  const words = useWords()
  return (
    <Page
      title={
        <>
          <Link to="/cii">{t('cii:title')}</Link> /{' '}
          <UntrustedText text={query.data ? words.name(query.data.brief) : systemId} limit={200} />
        </>
      }
      extra={
        <Link to="/compliance/$systemId" params={{ systemId }}>
          {t('cii:ledgers')}
        </Link>
      }
    >
      <Loaded query={query}>
        {(data) => (
          <>
            <Flex gap="middle" wrap align="center">
              <UnitName id={data.brief.unit} />
              <span>{t(`compliance:cii.${data.brief.status}`)}</span>
              <UntrustedText text={data.brief.document || '—'} limit={120} />
              <Share counted={data.brief.counted} />
              <span className="fs-soft">
                {t('cii:assessed')} {data.brief.assessed || '—'} · {t('cii:due')} {data.brief.due || '—'}
              </span>
            </Flex>
            <Tabs
              size="small"
              activeKey={search.tab ?? 'activities'}
              onChange={(tab) => change({ tab: tab as CiiSystemSearch['tab'] })}
              items={TABS.map((tab) => ({
                key: tab,
                label: t(`cii:tab.${tab}`),
                children: <Tab tab={tab} data={data} />,
              }))}
            />
          </>
        )}
      </Loaded>
    </Page>
  )
}

const Tab = ({ tab, data }: { tab: (typeof TABS)[number]; data: Schemas['CiiDetail'] }) => {
  if (tab === 'file') return <FileForm system={data.brief.system} file={data.file} />
  if (tab === 'assessments') return <Assessments system={data.brief.system} held={data.assessments} />
  if (tab === 'permits') return <Permits system={data.brief.system} held={data.permits} />
  return <Activities data={data} />
}
