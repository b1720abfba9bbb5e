import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Segmented, Space, Tag } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchState } from '@/shared/search'
import { RangePicker } from '@/shared/time/RangePicker'
import { resolveRange } from '@/shared/time/range'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { coverageQuery, layerAddress } from './api'
import styles from './coverage.module.css'
import { Feeds } from './Feeds'
import { Matrix } from './Matrix'
import { type CoverageSearch, DOMAINS, readCoverageSearch, SHOWN, VIEWS } from './search'

const MINUTE = 60_000

/** What is covered of ATT&CK, and what of the rules nothing feeds. */
export const CoveragePage = () => {
  const { t } = useTranslation()
  const [search, change] = useSearchState(readCoverageSearch)
  const { from = 'now-30d', to = 'now', domain = 'enterprise', view = 'matrix' } = search
  // To the minute, so that looking again is the same question.
  const minute = Math.floor(Date.now() / MINUTE)
  const span = useMemo(() => resolveRange({ from, to }, (minute + 1) * MINUTE), [from, to, minute])
  return (
    <Page
      title={t('coverage:title')}
      extra={
        span && (
          <Button size="small" icon={<DownloadOutlined />} href={layerAddress(domain, span)} download>
            {t('coverage:navigator')}
          </Button>
        )
      }
      toolbar={
        <Space wrap size={[16, 8]}>
          <Segmented
            size="small"
            value={view}
            onChange={(chosen) => change({ view: chosen === 'matrix' ? undefined : chosen })}
            options={VIEWS.map((value) => ({ value, label: t(`coverage:view.${value}`) }))}
          />
          <RangePicker value={{ from, to }} onChange={(range) => change({ from: range.from, to: range.to })} />
          {view === 'matrix' && (
            <Segmented
              size="small"
              value={domain}
              onChange={(chosen) => change({ domain: chosen === 'enterprise' ? undefined : chosen })}
              options={DOMAINS.map((value) => ({ value, label: t(`coverage:domain.${value}`) }))}
            />
          )}
        </Space>
      }
    >
      {span && (view === 'feeds' ? <Feeds span={span} /> : <Techniques span={span} search={search} change={change} />)}
    </Page>
  )
}

interface Props {
  span: { start: string; end: string }
  search: CoverageSearch
  change: (part: Partial<CoverageSearch>) => void
}

const Techniques = ({ span, search, change }: Props) => {
  const { t, i18n } = useTranslation()
  const coverage = useQuery(coverageQuery(search.domain ?? 'enterprise', span))
  return (
    <Loaded query={coverage}>
      {(data) => (
        <>
          <Space size={4} wrap role="group" aria-label={t('coverage:legend')}>
            {SHOWN.map((covered) => (
              <Tag.CheckableTag
                key={covered}
                checked={search.covered === covered}
                onChange={(on) => change({ covered: on ? covered : undefined })}
              >
                <span className={styles['swatch']} data-covered={covered} aria-hidden="true" />{' '}
                {t(`coverage:covered.${covered}`)} {(data.counts[covered] ?? 0).toLocaleString(i18n.language)}
              </Tag.CheckableTag>
            ))}
            <Tag.CheckableTag checked={search.subs === true} onChange={(on) => change({ subs: on ? true : undefined })}>
              {t('coverage:subs')}
            </Tag.CheckableTag>
          </Space>
          <Matrix coverage={data} only={search.covered} subs={search.subs === true} />
          <p className={styles['notice']}>
            {t('coverage:version', { version: data.attack_version, untagged: data.untagged })} {data.attack_notice}
          </p>
        </>
      )}
    </Loaded>
  )
}
