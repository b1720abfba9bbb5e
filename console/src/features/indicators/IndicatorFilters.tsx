import { useQuery } from '@tanstack/react-query'
import { Space, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { OneOf, SearchField } from '@/shared/ui/filters'
import { LevelTag } from '@/shared/ui/LevelTag'
import { feedsQuery } from './api'
import type { TabProps } from './IndicatorsPage'
import { KINDS, LEVELS, STATES } from './search'

export const IndicatorFilters = ({ search, change }: TabProps) => {
  const { t } = useTranslation()
  const feeds = useQuery(feedsQuery())
  return (
    <Space wrap size={[12, 8]}>
      <Space size={4} wrap role="group" aria-label={t('indicators:column.state')}>
        {STATES.map((state) => (
          <Tag.CheckableTag
            key={state}
            checked={search.state === state}
            onChange={(on) => change({ state: on ? state : undefined })}
          >
            {t(`indicators:state.${state}`)}
          </Tag.CheckableTag>
        ))}
      </Space>
      <OneOf
        label={t('indicators:column.kind')}
        value={search.kind}
        width={150}
        onChange={(kind) => change({ kind })}
        options={KINDS.map((kind) => ({ value: kind, label: t(`indicators:kind.${kind}`) }))}
      />
      <OneOf
        label={t('indicators:column.level')}
        value={search.level}
        width={130}
        onChange={(level) => change({ level })}
        options={LEVELS.map((level) => ({ value: level, label: <LevelTag level={level} /> }))}
      />
      <OneOf
        label={t('indicators:column.source')}
        value={search.source}
        width={180}
        onChange={(source) => change({ source })}
        options={(feeds.data?.items ?? []).map((feed) => ({ value: feed.id, label: feed.name }))}
      />
      <SearchField label={t('indicators:filter.q')} value={search.q} width={260} onSearch={(q) => change({ q })} />
      {search.imported !== undefined && (
        <Tag closable onClose={() => change({ imported: undefined })}>
          {t('indicators:filter.imported', { number: search.imported })}
        </Tag>
      )}
    </Space>
  )
}
