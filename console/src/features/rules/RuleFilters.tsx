import { useQuery } from '@tanstack/react-query'
import { Input, Select, Space, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { LevelTag } from '@/shared/ui/LevelTag'
import { coverageQuery } from './api'
import styles from './rules.module.css'
import { LEVELS, type RulesSearch, STATES } from './search'

interface Props {
  search: RulesSearch
  change: (part: Partial<RulesSearch>) => void
}

export const RuleFilters = ({ search, change }: Props) => {
  const { t } = useTranslation()
  const { data: coverage } = useQuery(coverageQuery())
  return (
    <Space wrap size={[16, 8]}>
      <Space size={4} wrap role="group" aria-label={t('rules:column.state')}>
        {STATES.map((state) => (
          <Tag.CheckableTag
            className={styles['choice']}
            key={state}
            checked={search.state === state}
            onChange={(on) => change({ state: on ? state : undefined })}
          >
            {t(`rules:state.${state}`)} {coverage?.[state] ?? ''}
          </Tag.CheckableTag>
        ))}
      </Space>
      <Select
        allowClear
        size="small"
        style={{ width: 140 }}
        aria-label={t('rules:column.level')}
        placeholder={t('rules:filter.level')}
        value={search.level ?? null}
        onChange={(level) => change({ level: level ?? undefined })}
        options={LEVELS.map((level) => ({ value: level, label: <LevelTag level={level} /> }))}
      />
      <Input.Search
        key={`q ${search.q ?? ''}`}
        allowClear
        size="small"
        style={{ width: 220 }}
        defaultValue={search.q}
        aria-label={t('rules:filter.q')}
        placeholder={t('rules:filter.q')}
        onSearch={(q) => change({ q: q.trim() || undefined })}
      />
      <Input.Search
        key={`technique ${search.technique ?? ''}`}
        allowClear
        size="small"
        style={{ width: 180 }}
        defaultValue={search.technique}
        aria-label={t('rules:filter.technique')}
        placeholder={t('rules:filter.technique')}
        onSearch={(technique) => change({ technique: technique.trim() || undefined })}
      />
    </Space>
  )
}
