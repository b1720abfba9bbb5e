import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { DayInput } from '@/shared/time/DayInput'
import { SystemSelect } from '@/shared/ui/SystemSelect'
import { UnitSelect } from '@/shared/ui/UnitSelect'
import { useWords } from '@/shared/words'
import { dataSetsQuery, incidentsQuery } from './api'
import { HOURS, lastHours, lastYears } from './spans'

interface SubjectProps {
  kind: Schemas['ReportKindRead']
  /** Of the field, where it stands in a form that names it. */
  id?: string
  value?: string
  onChange?: (subject: string) => void
}

/** What a report is about, chosen as its kind needs it. */
export const Subject = ({ kind, id, value = '', onChange = () => undefined }: SubjectProps) => {
  const { t } = useTranslation()
  const words = useWords()
  const incidents = useQuery(incidentsQuery(kind.subject === 'incident'))
  const dataSets = useQuery(dataSetsQuery(kind.subject === 'data_set'))
  const named = id === undefined ? { 'aria-label': t(`reports:subject.${kind.subject}`) } : { id }
  if (kind.subject === 'month') return <DayInput precision="month" {...named} value={value} onChange={onChange} />
  if (kind.subject === 'system')
    return <SystemSelect {...(id === undefined ? {} : { id })} value={value} onChange={onChange} width={260} />
  if (kind.subject === 'year' || kind.subject === 'hours')
    return (
      <Select
        {...named}
        value={value || null}
        onChange={onChange}
        options={
          kind.subject === 'year'
            ? lastYears(Date.now()).map((year) => ({ value: year, label: year }))
            : HOURS.map((hours) => ({ value: lastHours(Date.now(), hours), label: t('reports:hours', { hours }) }))
        }
      />
    )
  if (kind.subject === 'unit')
    return (
      <UnitSelect
        {...(id === undefined ? {} : { id })}
        value={value || undefined}
        onChange={(unit) => onChange(unit ?? '')}
        width={260}
      />
    )
  const options =
    kind.subject === 'data_set'
      ? (dataSets.data?.items ?? []).map((one) => ({ value: one.id, label: words.name(one) }))
      : (incidents.data?.items ?? []).map((one) => ({ value: one.id, label: words.zh ? one.title_zh : one.title }))
  return (
    <Select
      {...named}
      showSearch
      style={{ minWidth: 260 }}
      optionFilterProp="label"
      loading={incidents.isLoading || dataSets.isLoading}
      value={value || null}
      onChange={(chosen: string | null) => onChange(chosen ?? '')}
      options={options}
    />
  )
}
