import { Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { RowsField } from '@/shared/ui/RowsField'
import { usePutFile } from './api'

const LINES = ['sector', 'department', 'head', 'body'] as const
const AREAS = ['business', 'depends', 'outage'] as const

/** What the operator keeps on file; read-only for who may not change it. */
export const FileForm = ({ system, file }: { system: string; file: Schemas['CiiFileModel'] }) => {
  const { t } = useTranslation()
  const mayChange = useMay('cii:change')
  const put = usePutFile(system)
  return (
    <Form
      layout="vertical"
      size="small"
      disabled={!mayChange}
      initialValues={file}
      onFinish={(values: Schemas['CiiFileModel']) => put.mutate({ ...file, ...values })}
      style={{ maxWidth: 860 }}
    >
      {LINES.map((name) => (
        <Form.Item key={name} name={name} label={t(`cii:file.${name}`)}>
          <Input maxLength={300} />
        </Form.Item>
      ))}
      {AREAS.map((name) => (
        <Form.Item key={name} name={name} label={t(`cii:file.${name}`)}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2000} />
        </Form.Item>
      ))}
      <RowsField
        name="posts"
        label={t('cii:file.posts')}
        columns={[
          { name: 'name', label: t('cii:person'), needed: true },
          { name: 'post', label: t('cii:post') },
          { name: 'checked', label: t('cii:checked'), type: 'day' },
        ]}
      />
      <RowsField
        name="changes"
        label={t('cii:file.changes')}
        columns={[
          { name: 'day', label: t('cii:day'), type: 'day', needed: true },
          { name: 'what', label: t('cii:what'), width: 320, needed: true },
          { name: 'reported', label: t('cii:reported'), type: 'day' },
        ]}
      />
      {mayChange && (
        <Button type="primary" htmlType="submit" loading={put.isPending}>
          {t('cii:save')}
        </Button>
      )}
    </Form>
  )
}
