import { DownloadOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/shared/session'
import { type Asked, exportAddress } from './api'

type Props = { asked: Asked; columns: readonly string[]; disabled: boolean }

/** All events that match, as a file. Hidden from those who may not export. */
export const ExportMenu = ({ asked, columns, disabled }: Props) => {
  const { t } = useTranslation()
  const may = useMay('events:export')
  if (!may) return null
  const link = (format: 'csv' | 'jsonl', fields: readonly string[], label: string) => ({
    key: `${format} ${fields.length}`,
    label: (
      <a href={exportAddress(asked, format, fields)} download>
        {label}
      </a>
    ),
  })
  return (
    <Dropdown
      disabled={disabled}
      trigger={['click']}
      menu={{
        items: [
          link('csv', ['@timestamp', ...columns], t('events:export.csv')),
          link('jsonl', [], t('events:export.jsonl')),
          { type: 'divider' },
          { key: 'note', disabled: true, label: t('events:export.note') },
        ],
      }}
    >
      <Button icon={<DownloadOutlined />}>{t('events:export')}</Button>
    </Dropdown>
  )
}
