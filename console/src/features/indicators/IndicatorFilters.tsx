import { useQuery } from '@tanstack/react-query'
import { Input, Select, Space, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
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
      <Select
        allowClear
        size="small"
        style={{ width: 150 }}
        aria-label={t('indicators:column.kind')}
        placeholder={t('indicators:column.kind')}
        value={search.kind ?? null}
        onChange={(kind) => change({ kind: kind ?? undefined })}
        options={KINDS.map((kind) => ({ value: kind, label: t(`indicators:kind.${kind}`) }))}
      />
      <Select
        allowClear
        size="small"
        style={{ width: 130 }}
        aria-label={t('indicators:column.level')}
        placeholder={t('indicators:column.level')}
        value={search.level ?? null}
        onChange={(level) => change({ level: level ?? undefined })}
        options={LEVELS.map((level) => ({ value: level, label: <LevelTag level={level} /> }))}
      />
      <Select
        allowClear
        size="small"
        style={{ width: 180 }}
        aria-label={t('indicators:column.source')}
        placeholder={t('indicators:column.source')}
        value={search.source ?? null}
        onChange={(source) => change({ source: source ?? undefined })}
        options={(feeds.data?.items ?? []).map((feed) => ({ value: feed.id, label: feed.name }))}
      />
      <Input.Search
        key={`q ${search.q ?? ''}`}
        allowClear
        size="small"
        style={{ width: 260 }}
        defaultValue={search.q}
        aria-label={t('indicators:filter.q')}
        placeholder={t('indicators:filter.q')}
        onSearch={(q) => change({ q: q.trim() || undefined })}
      />
      {search.imported !== undefined && (
        <Tag closable onClose={() => change({ imported: undefined })}>
          {t('indicators:filter.imported', { number: search.imported })}
        </Tag>
      )}
    </Space>
  )
}
