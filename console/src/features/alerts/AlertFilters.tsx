import { Flex, Segmented, Select, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { RangePicker } from '@/shared/time/RangePicker'
import { EVERYTHING, isEverything } from '@/shared/time/range'
import { OneOf, SearchField } from '@/shared/ui/filters'
import { visible } from '@/shared/visible'
import { useWords } from '@/shared/words'
import { STATUSES, type Status, VERDICTS } from './alert'
import { type AlertsSearch, statusOf } from './search'

type Props = {
  search: AlertsSearch
  /** Whatever the status: their numbers are shown on the choices. */
  counts: Schemas['AlertCounts'] | undefined
  onChange: (part: AlertsSearch) => void
}

export const AlertFilters = ({ search, counts, onChange }: Props) => {
  const { t } = useTranslation()
  const { title, number } = useWords()
  const of = (status: Status) => counts?.statuses.find((each) => each.status === status)?.count
  const labelled = (label: string, count: number | undefined) =>
    count === undefined ? label : `${label} ${number(count)}`
  const { from = EVERYTHING.from, to = EVERYTHING.to } = search
  return (
    <Flex gap="small" wrap align="center">
      <Segmented<Status | 'all'>
        value={statusOf(search)}
        aria-label={t('alerts:column.status')}
        options={[
          ...STATUSES.map((status) => ({ value: status, label: labelled(t(`alerts:status.${status}`), of(status)) })),
          { value: 'all' as const, label: labelled(t('alerts:status.all'), counts?.total) },
        ]}
        onChange={(status) => onChange({ status })}
      />
      <OneOf
        label={t('alerts:verdict')}
        value={search.verdict}
        width={120}
        size="middle"
        options={VERDICTS.map((verdict) => ({ value: verdict, label: t(`alerts:verdict.${verdict}`) }))}
        onChange={(verdict) => onChange({ verdict })}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        style={{ width: 260 }}
        popupMatchSelectWidth={420}
        value={search.rule ?? null}
        placeholder={t('alerts:filter.rule')}
        aria-label={t('alerts:filter.rule')}
        options={counts?.rules.map((rule) => ({
          value: rule.rule,
          label: labelled(visible(title(rule)) || rule.rule, rule.count),
        }))}
        onChange={(rule) => onChange({ rule: rule ?? undefined })}
      />
      <SearchField
        label={t('alerts:filter.entity')}
        value={search.entity}
        width={220}
        size="middle"
        onSearch={(entity) => onChange({ entity })}
      />
      <RangePicker
        value={{ from, to }}
        onChange={(range) => onChange(isEverything(range) ? { from: undefined, to: undefined } : range)}
      />
      {search.principal !== undefined && (
        <Tag closable onClose={() => onChange({ principal: undefined })}>
          {search.principal === '-'
            ? t('alerts:filter.principal.none')
            : t('alerts:filter.principal', { key: visible(search.principal) })}
        </Tag>
      )}
      {search.incident !== undefined && (
        <Tag closable onClose={() => onChange({ incident: undefined })}>
          {t('alerts:filter.incident', { id: visible(search.incident).slice(0, 12) })}
        </Tag>
      )}
      {search.source !== undefined && (
        <Tag closable onClose={() => onChange({ source: undefined })}>
          {t('alerts:filter.source', { name: visible(search.source) })}
        </Tag>
      )}
    </Flex>
  )
}
