import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Flex, Table, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { LevelTag } from '@/shared/ui/LevelTag'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { feedsQuery } from './api'
import styles from './coverage.module.css'

/** What arrives against what rules look at: which can never fire, and why. */
export const Feeds = ({ span }: { span: { start: string; end: string } }) => {
  const { t, i18n } = useTranslation()
  const feeds = useQuery(feedsQuery(span))
  const zh = i18n.language === 'zh-CN'
  return (
    <Loaded query={feeds}>
      {(data) => (
        <Flex vertical gap="middle">
          <Typography.Text>
            {t('coverage:feeds.summary', {
              active: data.active,
              fed: data.fed,
              no_source: data.no_source,
              no_fields: data.no_fields,
              datasets: Object.keys(data.datasets).length,
            })}
          </Typography.Text>
          {data.silent_sources.length > 0 && (
            <Alert
              type="warning"
              showIcon
              title={
                <>
                  {t('coverage:feeds.silent')} <UntrustedText text={data.silent_sources.join(', ')} limit={400} />
                </>
              }
            />
          )}
          <h2 className={styles['heading']}>{t('coverage:feeds.never')}</h2>
          <Table<Schemas['UnfedRule']>
            size="small"
            rowKey="key"
            dataSource={data.rules}
            pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
            scroll={{ x: 900 }}
            columns={[
              { title: t('coverage:column.level'), width: 84, render: (_, rule) => <LevelTag level={rule.level} /> },
              {
                title: t('coverage:column.rule'),
                render: (_, rule) => (
                  <Link to="/rules" search={{ open: rule.key }}>
                    <UntrustedText text={(zh ? rule.title_zh : null) ?? rule.title} limit={300} />
                  </Link>
                ),
              },
              {
                title: t('coverage:column.logsource'),
                width: 260,
                render: (_, rule) => (rule.logsource === null ? '—' : <UntrustedText text={rule.logsource} />),
              },
              { title: t('coverage:column.why'), width: 170, render: (_, rule) => t(`coverage:feed.${rule.feed}`) },
              {
                title: t('coverage:column.missing'),
                width: 220,
                render: (_, rule) =>
                  rule.missing.length === 0 ? '—' : <UntrustedText text={rule.missing.join(', ')} mono />,
              },
            ]}
          />
          <h2 className={styles['heading']}>{t('coverage:feeds.logsources')}</h2>
          <Table<Schemas['LogSourceFed']>
            size="small"
            rowKey="logsource"
            dataSource={data.logsources}
            pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
            scroll={{ x: 800 }}
            columns={[
              {
                title: t('coverage:column.logsource'),
                render: (_, source) => (
                  <Link to="/rules" search={{ logsource: source.logsource }}>
                    <UntrustedText text={source.logsource} />
                  </Link>
                ),
              },
              {
                title: t('coverage:column.fed'),
                width: 130,
                align: 'right',
                render: (_, source) => `${source.fed} / ${source.rules}`,
              },
              {
                title: t('coverage:column.datasets'),
                render: (_, source) =>
                  source.datasets.length === 0 ? '—' : <UntrustedText text={source.datasets.join(', ')} mono />,
              },
            ]}
          />
        </Flex>
      )}
    </Loaded>
  )
}
