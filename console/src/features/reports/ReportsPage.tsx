import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Card, Checkbox, Flex, Form, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useChange } from '@/shared/query'
import { useSearchState } from '@/shared/search'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { useWords } from '@/shared/words'
import { incidentsQuery, kindsQuery, systemsQuery, takeReport } from './api'
import { Exports } from './Exports'
import { type ReportFormat, readReportsSearch } from './search'
import { HOURS, lastHours, lastYears } from './spans'

/** Which report, about what, in which form; and the file. */
export const ReportsPage = () => {
  const { t } = useTranslation()
  const kinds = useQuery(kindsQuery())
  return (
    <Page title={t('reports:title')}>
      <Loaded query={kinds} empty={(data) => data.items.length === 0}>
        {(data) => <Choice data={data} />}
      </Loaded>
      <Exports />
    </Page>
  )
}

const Choice = ({ data }: { data: Schemas['ReportKinds'] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const [search, change] = useSearchState(readReportsSearch)
  const [language, setLanguage] = useState<'zh-CN' | 'en'>(words.zh ? 'zh-CN' : 'en')
  const [signature, setSignature] = useState(false)
  const take = useChange(takeReport, [], key('reports:done'))
  const kind = data.items.find((one) => one.id === search.kind) ?? data.items[0]
  if (!kind) return null
  const format = search.format && kind.formats.includes(search.format) ? search.format : 'pdf'
  const id = search.id ?? ''
  return (
    <Card size="small" style={{ maxWidth: 760 }}>
      <Form layout="vertical" size="small">
        <Form.Item label={t('reports:kind')}>
          <Radio.Group
            value={kind.id}
            onChange={(event) => change({ kind: String(event.target.value), id: undefined })}
          >
            <Flex vertical gap="small">
              {data.items.map((one) => (
                <Radio key={one.id} value={one.id}>
                  {words.zh ? one.zh : one.en}
                </Radio>
              ))}
            </Flex>
          </Radio.Group>
        </Form.Item>
        <Form.Item label={t(`reports:subject.${kind.subject}`)} extra={kind.subject === 'unit' && t('reports:all')}>
          <Subject kind={kind} id={id} onChange={(value) => change({ id: value || undefined }, { replace: true })} />
        </Form.Item>
        <Form.Item label={t('reports:format')}>
          <Radio.Group
            optionType="button"
            value={format}
            onChange={(event) => change({ format: event.target.value as ReportFormat }, { replace: true })}
            options={kind.formats.map((one) => ({ value: one, label: one.toUpperCase() }))}
          />
        </Form.Item>
        <Form.Item label={t('reports:language')}>
          <Radio.Group
            optionType="button"
            value={language}
            onChange={(event) => setLanguage(event.target.value as 'zh-CN' | 'en')}
            options={[
              { value: 'zh-CN', label: '中文' },
              { value: 'en', label: 'English' },
            ]}
          />
        </Form.Item>
        {data.signed && (
          <Form.Item>
            <Checkbox checked={signature} onChange={(event) => setSignature(event.target.checked)}>
              {t('reports:signature')}
            </Checkbox>
          </Form.Item>
        )}
        <Button
          type="primary"
          icon={<DownloadOutlined />}
          loading={take.isPending}
          disabled={kind.subject !== 'unit' && !id}
          onClick={() => take.mutate({ kind: kind.id, id, format, language, signature })}
        >
          {t('reports:download')}
        </Button>
      </Form>
    </Card>
  )
}

interface SubjectProps {
  kind: Schemas['ReportKindRead']
  id: string
  onChange: (id: string) => void
}

const Subject = ({ kind, id, onChange }: SubjectProps) => {
  const { t } = useTranslation()
  const words = useWords()
  const systems = useQuery(systemsQuery(kind.subject === 'system'))
  const incidents = useQuery(incidentsQuery(kind.subject === 'incident'))
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
  const options =
    kind.subject === 'system'
      ? (systems.data?.systems ?? []).map((one) => ({ value: one.id, label: words.name(one) }))
      : (incidents.data?.items ?? []).map((one) => ({ value: one.id, label: words.zh ? one.title_zh : one.title }))
  return (
    <Select
      aria-label={label}
      showSearch
      optionFilterProp="label"
      loading={systems.isLoading || incidents.isLoading}
      value={id || null}
      onChange={(value: string | null) => onChange(value ?? '')}
      options={options}
    />
  )
}
