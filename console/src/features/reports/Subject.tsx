import { useQuery } from '@tanstack/react-query'
import { Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useWords } from '@/shared/words'
import { dataSetsQuery, incidentsQuery, systemsQuery } from './api'
import { HOURS, lastHours, lastYears } from './spans'

interface SubjectProps {
  kind: Schemas['ReportKindRead']
  id?: string
  /** Given, with `onChange`, by the form it stands in. */
  value?: string
  onChange?: (id: string) => void
}

/** What a report is about, chosen as its kind needs it. */
export const Subject = ({ kind, value = '', id = value, onChange = () => undefined }: SubjectProps) => {
  const { t } = useTranslation()
  const words = useWords()
  const systems = useQuery(systemsQuery(kind.subject === 'system'))
  const incidents = useQuery(incidentsQuery(kind.subject === 'incident'))
  const dataSets = useQuery(dataSetsQuery(kind.subject === 'data_set'))
  const label = t(`reports:subject.${kind.subject}`)
  if (kind.subject === 'month')
    return <Input type="month" aria-label={label} value={id} onChange={(event) => onChange(event.target.value)} />
  if (kind.subject === 'year' || kind.subject === 'hours')
    return (
      <Select
        aria-label={label}
        value={id || null}
        onChange={onChange}
        options={
          kind.subject === 'year'
            ? lastYears(Date.now()).map((value) => ({ value, label: value }))
            : HOURS.map((hours) => ({ value: lastHours(Date.now(), hours), label: t('reports:hours', { hours }) }))
        }
      />
    )
  if (kind.subject === 'unit')
    return <Input aria-label={label} value={id} allowClear onChange={(event) => onChange(event.target.value)} />
  const named =
    kind.subject === 'system' ? systems.data?.systems : kind.subject === 'data_set' ? dataSets.data?.items : undefined
  const options =
    kind.subject === 'system' || kind.subject === 'data_set'
      ? (named ?? []).map((one) => ({ value: one.id, label: words.name(one) }))
      : (incidents.data?.items ?? []).map((one) => ({ value: one.id, label: words.zh ? one.title_zh : one.title }))
  return (
    <Select
      aria-label={label}
      showSearch
      optionFilterProp="label"
      loading={systems.isLoading || incidents.isLoading || dataSets.isLoading}
      value={id || null}
      onChange={(value: string | null) => onChange(value ?? '')}
      options={options}
    />
  )
}
