import { DownloadOutlined, FilePdfOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button, Flex, Tabs, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useChange } from '@/shared/query'
import { useSearchState } from '@/shared/search'
import { useMay } from '@/shared/session'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { Share } from '@/shared/ui/Verdict'
import { useWords } from '@/shared/words'
import { systemQuery, takeBundle } from './api'
import styles from './compliance.module.css'
import { GateBoard } from './GateBoard'
import { ItemDrawer } from './ItemDrawer'
import { ItemsTable } from './ItemsTable'
import { Ledgers } from './Ledgers'
import { Papers } from './Papers'
import { Plan } from './Plan'
import { RecordForm } from './RecordForm'
import { readSystemSearch, type SystemSearch, TABS } from './search'

/** One system: where its five ledgers meet, its items, its gates, its plan and its papers. */
export const SystemPage = () => {
  const { t } = useTranslation()
  const { systemId = '' } = useParams({ strict: false })
  const [search, change] = useSearchState(readSystemSearch)
  const system = useQuery(systemQuery(systemId))
  const words = useWords()
  const mayExport = useMay('compliance:export')
  const bundle = useChange(takeBundle, [], key('compliance:bundle.done'))
  return (
    <Page
      title={
        <>
          <Link to="/compliance">{t('compliance:title')}</Link> /{' '}
          <UntrustedText text={system.data ? words.name(system.data.brief) : systemId} limit={200} />
        </>
      }
      extra={
        mayExport && (
          <Flex gap="small">
            <Link to="/reports" search={{ kind: 'self-assessment', id: systemId }}>
              <Button size="small" icon={<FilePdfOutlined />}>
                {t('compliance:report')}
              </Button>
            </Link>
            <Button
              size="small"
              icon={<DownloadOutlined />}
              loading={bundle.isPending}
              onClick={() => bundle.mutate(systemId)}
            >
              {t('compliance:bundle')}
            </Button>
          </Flex>
        )
      }
    >
      <Loaded query={system}>
        {(data) => (
          <>
            <Summary data={data} />
            <Tabs
              size="small"
              activeKey={search.tab ?? 'ledgers'}
              onChange={(tab) => change({ tab: tab === 'ledgers' ? undefined : (tab as SystemSearch['tab']) })}
              items={TABS.map((tab) => ({
                key: tab,
                label: t(`compliance:tab.${tab}`),
                children: <Tab tab={tab} data={data} search={search} change={change} />,
              }))}
            />
            <ItemDrawer
              system={systemId}
              item={search.item}
              onClose={() => change({ item: undefined }, { replace: true })}
            />
          </>
        )}
      </Loaded>
    </Page>
  )
}

const Summary = ({ data }: { data: Schemas['SystemPosture'] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const { brief } = data
  return (
    <Flex gap="middle" wrap align="center" className={styles['summary']}>
      <UnitName id={brief.unit} />
      <span>
        {t('compliance:level', { level: brief.level })}
        {brief.level_is_proposal && <Tag className={styles['tag']}>{t('compliance:proposed')}</Tag>}
      </span>
      {data.conclusions.map((one) => (
        <span key={one.template} className={styles['number']}>
          {t(`compliance:template.${one.template}`)}{' '}
          <b>
            {one.value.toFixed(1)}
            {one.template === 'template_2025' ? '%' : ''} {words.zh ? one.zh : one.en}
          </b>
        </span>
      ))}
      <span>{t('compliance:automatic', { number: brief.automatic })}</span>
      <Share counted={brief.counted} />
    </Flex>
  )
}

interface TabProps {
  tab: (typeof TABS)[number]
  data: Schemas['SystemPosture']
  search: SystemSearch
  change: (part: Partial<SystemSearch>) => void
}

const Tab = ({ tab, data, search, change }: TabProps) => {
  if (tab === 'items') return <ItemsTable data={data} search={search} change={change} />
  if (tab === 'gates') return <GateBoard system={data.brief.id} />
  if (tab === 'plan') return <Plan data={data} onOpen={(item) => change({ item })} />
  if (tab === 'record') return <RecordForm key={data.brief.id} data={data} />
  if (tab === 'papers') return <Papers data={data} />
  return <Ledgers data={data} />
}
