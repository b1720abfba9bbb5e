import { useQuery } from '@tanstack/react-query'
import { Checkbox, Select, Space, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { SearchField } from '@/shared/ui/filters'
import { LevelTag } from '@/shared/ui/LevelTag'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { incidentCountsQuery } from './api'
import { LEVELS, STATUSES } from './incident'
import { askedIncidents, type IncidentsSearch } from './search'

interface Props {
  search: IncidentsSearch
  change: (part: Partial<IncidentsSearch>) => void
}

export const IncidentFilters = ({ search, change }: Props) => {
  const { t } = useTranslation()
  const counts = useQuery(incidentCountsQuery(search))
  const countOf = (status: string) => counts.data?.statuses.find((one) => one.status === status)?.count
  return (
    <Space wrap size={[16, 8]}>
      <Space size={4} wrap role="group" aria-label={t('incidents:column.status')}>
        {STATUSES.map((status) => {
          const chosen = askedIncidents(search).status ?? []
          const rest = chosen.filter((one) => one !== status)
          const on = chosen.includes(status)
          return (
            <Tag.CheckableTag
              className="fs-choice"
              key={status}
              checked={on}
              onChange={() => change({ status: on ? (rest.length > 0 ? rest : undefined) : [...rest, status] })}
            >
              {t(`incidents:status.${status}`)} {countOf(status) ?? ''}
            </Tag.CheckableTag>
          )
        })}
      </Space>
      <Select
        mode="multiple"
        allowClear
        size="small"
        style={{ minWidth: 200 }}
        aria-label={t('incidents:column.level')}
        placeholder={t('incidents:filter.level')}
        value={search.level ?? []}
        onChange={(level) => change({ level: level.length > 0 ? level : undefined })}
        options={LEVELS.map((level) => ({ value: level, label: <LevelTag level={level} /> }))}
      />
      <SearchField
        label={t('incidents:filter.entity')}
        value={search.entity}
        width={240}
        onSearch={(entity) => change({ entity })}
      />
      {search.alert && (
        <Tag closable onClose={() => change({ alert: undefined })}>
          {t('incidents:filter.alert')} <UntrustedText text={search.alert.slice(0, 12)} />
        </Tag>
      )}
      <Checkbox
        checked={search.candidates ?? false}
        onChange={({ target }) => change({ candidates: target.checked || undefined })}
      >
        {t('incidents:filter.candidates')}
      </Checkbox>
    </Space>
  )
}
