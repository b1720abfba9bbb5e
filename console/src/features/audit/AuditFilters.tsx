import { Flex, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { RangePicker } from '@/shared/time/RangePicker'
import { DEFAULT_RANGE } from './api'
import type { AuditSearch } from './search'

interface AuditFiltersProps {
  search: AuditSearch
  onChange: (part: Partial<AuditSearch>) => void
}

const FIELDS = ['actor', 'action', 'object'] as const

export const AuditFilters = ({ search, onChange }: AuditFiltersProps) => {
  const { t } = useTranslation()
  return (
    <Flex gap="small" wrap data-search>
      {FIELDS.map((field) => (
        <Input.Search
          key={`${field} ${search[field] ?? ''}`}
          aria-label={t(`audit:${field}`)}
          placeholder={t(`audit:${field}.help`)}
          defaultValue={search[field]}
          allowClear
          onSearch={(value) => onChange({ [field]: value.trim() || undefined })}
          style={{ width: 240 }}
        />
      ))}
      <RangePicker
        value={{ from: search.from ?? DEFAULT_RANGE.from, to: search.to ?? DEFAULT_RANGE.to }}
        onChange={onChange}
      />
    </Flex>
  )
}
