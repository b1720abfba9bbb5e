import { useQuery } from '@tanstack/react-query'
import { Select, Space, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { OneOf, SearchField } from '@/shared/ui/filters'
import { LevelTag } from '@/shared/ui/LevelTag'
import { packsQuery, ruleSetQuery } from './api'
import { LEVELS, type RulesSearch, SORTS, STATES, STATUSES } from './search'

interface Props {
  search: RulesSearch
  change: (part: Partial<RulesSearch>) => void
}

export const RuleFilters = ({ search, change }: Props) => {
  const { t } = useTranslation()
  const { data: set } = useQuery(ruleSetQuery())
  const { data: packs } = useQuery(packsQuery())
  const field = (name: 'q' | 'technique' | 'logsource', width: number) => (
    <SearchField
      label={t(`rules:filter.${name}`)}
      value={search[name]}
      width={width}
      onSearch={(value) => change({ [name]: value })}
    />
  )
  return (
    <Space wrap size={[12, 8]}>
      <Space size={4} wrap role="group" aria-label={t('rules:column.state')}>
        {STATES.map((state) => (
          <Tag.CheckableTag
            className="fs-choice"
            key={state}
            checked={search.state === state}
            onChange={(on) => change({ state: on ? state : undefined })}
          >
            {t(`rules:state.${state}`)} {set?.[state] ?? ''}
          </Tag.CheckableTag>
        ))}
        <Tag.CheckableTag
          className="fs-choice"
          checked={search.fired === true}
          onChange={(on) => change({ fired: on ? true : undefined })}
        >
          {t('rules:filter.fired')}
        </Tag.CheckableTag>
      </Space>
      <OneOf
        label={t('rules:column.level')}
        placeholder={t('rules:filter.level')}
        value={search.level}
        width={120}
        onChange={(level) => change({ level })}
        options={LEVELS.map((level) => ({ value: level, label: <LevelTag level={level} /> }))}
      />
      <OneOf
        label={t('rules:status')}
        placeholder={t('rules:filter.status')}
        value={search.status}
        width={120}
        onChange={(status) => change({ status })}
        options={STATUSES.map((status) => ({ value: status, label: t(`rules:status.${status}`) }))}
      />
      {packs && packs.items.length > 0 && (
        <OneOf
          label={t('rules:pack')}
          placeholder={t('rules:filter.pack')}
          value={search.pack}
          width={140}
          onChange={(pack) => change({ pack })}
          options={packs.items.map((pack) => ({ value: pack.name, label: pack.name }))}
        />
      )}
      <Select
        size="small"
        style={{ width: 150 }}
        aria-label={t('rules:sort')}
        value={search.sort ?? 'loaded'}
        onChange={(sort) => change({ sort: sort === 'loaded' ? undefined : sort })}
        options={SORTS.map((sort) => ({ value: sort, label: t(`rules:sort.${sort}`) }))}
      />
      {field('q', 190)}
      {field('technique', 150)}
      {field('logsource', 150)}
    </Space>
  )
}
