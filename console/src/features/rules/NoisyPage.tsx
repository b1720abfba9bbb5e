import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Table, Tag, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useSearchState } from '@/shared/search'
import { Moment } from '@/shared/time/Moment'
import { LevelTag } from '@/shared/ui/LevelTag'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { noisyQuery } from './api'
import { Noise } from './Noise'
import { RuleDrawer } from './RuleDrawer'
import { RulesNav } from './RulesNav'
import { readNoisySearch } from './search'

type Noisy = Schemas['NoisyRule']

/** The rules that cost most for nothing, with the way to a filter that helps. */
export const NoisyPage = () => {
  const { t, i18n } = useTranslation()
  const [search, change] = useSearchState(readNoisySearch)
  const noisy = useQuery(noisyQuery(search.judged === true))
  const zh = i18n.language === 'zh-CN'
  const number = (value: number) => value.toLocaleString(i18n.language)
  return (
    <Page
      title={t('rules:noisy.title')}
      toolbar={
        <>
          <RulesNav />
          <Tag.CheckableTag
            className="fs-choice"
            checked={search.judged === true}
            onChange={(on) => change({ judged: on ? true : undefined })}
          >
            {t('rules:noisy.judged')}
          </Tag.CheckableTag>
        </>
      }
    >
      <Typography.Text type="secondary">{t('rules:noisy.help')}</Typography.Text>
      <Loaded query={noisy} empty={(data) => data.items.length === 0}>
        {(data) => (
          <Table<Noisy>
            size="small"
            rowKey="key"
            dataSource={data.items}
            pagination={false}
            scroll={{ x: 980 }}
            rowClassName={(rule) => (rule.key === search.open ? 'fs-row-selected' : '')}
            columns={[
              { title: t('rules:column.level'), width: 84, render: (_, rule) => <LevelTag level={rule.level} /> },
              {
                title: t('rules:column.title'),
                render: (_, rule) => (
                  <button type="button" className="fs-link" onClick={() => change({ open: rule.key, tab: 'tuning' })}>
                    <UntrustedText text={(zh ? rule.title_zh : null) ?? rule.title} limit={300} />
                  </button>
                ),
              },
              {
                title: t('rules:column.hits'),
                width: 90,
                align: 'right',
                render: (_, rule) => (
                  <Link to="/alerts" search={{ rule: rule.id }}>
                    {number(rule.activity.alerts)}
                  </Link>
                ),
              },
              {
                title: t('rules:noisy.open'),
                width: 90,
                align: 'right',
                render: (_, rule) => number(rule.open_alerts),
              },
              {
                title: t('rules:noisy.decided'),
                width: 110,
                align: 'right',
                render: (_, rule) => `${number(rule.activity.dismissed)} / ${number(rule.activity.decided)}`,
              },
              {
                title: t('rules:column.noise'),
                width: 84,
                align: 'right',
                render: (_, rule) => <Noise activity={rule.activity} />,
              },
              {
                title: t('rules:exception.hidden'),
                width: 96,
                align: 'right',
                render: (_, rule) => number(rule.activity.hidden),
              },
              { title: t('rules:exceptions.title'), width: 96, align: 'right', dataIndex: 'exceptions' },
              {
                title: t('rules:column.last'),
                width: 160,
                render: (_, rule) => (rule.activity.last ? <Moment at={rule.activity.last} /> : '—'),
              },
            ]}
          />
        )}
      </Loaded>
      {search.open !== undefined && (
        <RuleDrawer
          ruleKey={search.open}
          tab={search.tab}
          onTab={(tab) => change({ tab }, { replace: true })}
          onClose={() => change({ open: undefined, tab: undefined })}
        />
      )}
    </Page>
  )
}
