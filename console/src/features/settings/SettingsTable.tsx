import { Table, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'

type Setting = Schemas['SettingRead']

/** The settings of one section: what holds now, where it comes from, what it means. */
export const SettingsTable = ({ items }: { items: Setting[] }) => {
  const { t } = useTranslation()
  const { zh } = useWords()
  return (
    <Table<Setting>
      size="small"
      rowKey="path"
      tableLayout="fixed"
      dataSource={items}
      pagination={false}
      scroll={{ x: 900 }}
      columns={[
        {
          title: t('settings:column.path'),
          key: 'path',
          width: 250,
          render: (_, { path, variable }) => (
            <code title={t('settings:variable', { name: variable })} className="fs-untrusted">
              {path}
            </code>
          ),
        },
        {
          title: t('settings:column.value'),
          key: 'value',
          width: 260,
          render: (_, { value, masked }) => (
            <>
              <Value value={value} /> {masked && <Tag>{t('settings:masked')}</Tag>}
            </>
          ),
        },
        {
          title: t('settings:column.place'),
          key: 'place',
          width: 104,
          render: (_, { place }) =>
            place === 'default' ? (
              t('settings:place.default')
            ) : (
              <Tag color="processing">{t(`settings:place.${place}`)}</Tag>
            ),
        },
        {
          title: t('settings:column.default'),
          key: 'default',
          width: 170,
          render: (_, { default: usual }) => <Value value={usual} />,
        },
        {
          title: t('settings:column.meaning'),
          key: 'meaning',
          render: (_, setting) => (zh && setting.description_zh) || setting.description,
        },
      ]}
    />
  )
}

const Value = ({ value }: { value: unknown }) => {
  const { t } = useTranslation()
  if (typeof value === 'boolean') return value ? t('settings:value.yes') : t('settings:value.no')
  const empty =
    value === null ||
    value === '' ||
    (Array.isArray(value) && value.length === 0) ||
    (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
  if (empty) return <span className="fs-more">{t('settings:value.none')}</span>
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return <UntrustedText text={text} limit={2_000} mono />
}
