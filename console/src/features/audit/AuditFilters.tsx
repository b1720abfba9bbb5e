import { Flex, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { RangePicker } from '@/shared/time/RangePicker'
import { ActionSelect } from './ActionSelect'
import { DEFAULT_RANGE } from './api'
import type { AuditSearch } from './search'

interface AuditFiltersProps {
  search: AuditSearch
  onChange: (part: Partial<AuditSearch>) => void
}

const AuditText = ({ field, search, onChange }: AuditFiltersProps & { field: 'actor' | 'object' }) => {
  const { t } = useTranslation()
  return (
    <Input.Search
      key={`${field} ${search[field] ?? ''}`}
      aria-label={t(`audit:${field}`)}
      placeholder={t(`audit:${field}.help`)}
      defaultValue={search[field]}
      allowClear
      onSearch={(value) => onChange({ [field]: value.trim() || undefined })}
      style={{ width: 240 }}
    />
  )
}

export const AuditFilters = ({ search, onChange }: AuditFiltersProps) => {
  return (
    <Flex gap="small" wrap data-search>
      <AuditText field="actor" search={search} onChange={onChange} />
      <ActionSelect value={search.action} onChange={(action) => onChange({ action })} />
      <AuditText field="object" search={search} onChange={onChange} />
      <RangePicker
        value={{ from: search.from ?? DEFAULT_RANGE.from, to: search.to ?? DEFAULT_RANGE.to }}
        onChange={onChange}
      />
    </Flex>
  )
}
