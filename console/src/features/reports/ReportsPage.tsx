import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Card, Checkbox, Flex, Form, Radio, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useChange } from '@/shared/query'
import { useSearchState } from '@/shared/search'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { useWords } from '@/shared/words'
import { kindsQuery, takeReport } from './api'
import { Exports } from './Exports'
import { KeptReports } from './KeptReports'
import { Schedules } from './Schedules'
import { Subject } from './Subject'
import { type ReportFormat, readReportsSearch, TABS } from './search'

/** Which report, about what, in which form; and the file. */
export const ReportsPage = () => {
  const { t } = useTranslation()
  const kinds = useQuery(kindsQuery())
  const [{ tab = 'make' }, change] = useSearchState(readReportsSearch)
  return (
    <Page
      title={t('reports:title')}
      toolbar={
        <Segmented
          value={tab}
          onChange={(value) => change({ tab: value === 'make' ? undefined : value }, { replace: true })}
          options={TABS.map((value) => ({ value, label: t(`reports:tab.${value}`) }))}
        />
      }
    >
      {tab === 'kept' ? (
        <KeptReports />
      ) : (
        <Loaded query={kinds} empty={(data) => data.items.length === 0}>
          {(data) => (tab === 'schedules' ? <Schedules kinds={data.items} /> : <Choice data={data} />)}
        </Loaded>
      )}
      {tab === 'make' && <Exports />}
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
          <Subject kind={kind} value={id} onChange={(value) => change({ id: value || undefined }, { replace: true })} />
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
