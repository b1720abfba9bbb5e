import { InboxOutlined } from '@ant-design/icons'
import { Flex, Form, Input, InputNumber, Modal, Upload } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useImport, usePreview } from './api'
import { base64Of, MAX_FILE } from './file'
import { ImportPreview } from './ImportPreview'

interface Props {
  onClose: () => void
  onDone: (number: number) => void
}

/** A file, what importing it would do, and then doing it. */
export const ImportDialog = ({ onClose, onDone }: Props) => {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<{ file: string; content: string } | undefined>()
  const [tooLong, setTooLong] = useState(false)
  const [form] = Form.useForm<{ source: string; confidence: number }>()
  const preview = usePreview()
  const take = useImport()
  const body = (): Schemas['ImportDocument'] => ({
    content: chosen?.content ?? '',
    file: chosen?.file ?? '',
    source: form.getFieldValue('source') || 'file',
    confidence: form.getFieldValue('confidence') ?? 50,
  })
  const choose = async (file: File) => {
    setTooLong(file.size > MAX_FILE)
    if (file.size > MAX_FILE) return
    const next = { file: file.name, content: await base64Of(file) }
    setChosen(next)
    preview.mutate({ ...body(), ...next })
  }
  return (
    <Modal
      title={t('indicators:import')}
      open
      width={900}
      onCancel={onClose}
      okText={t('indicators:import.do')}
      okButtonProps={{ disabled: preview.data === undefined || preview.data.items === 0 }}
      confirmLoading={take.isPending}
      onOk={() =>
        void form.validateFields().then(() => take.mutate(body(), { onSuccess: (done) => onDone(done.number) }))
      }
    >
      <Flex vertical gap="middle">
        <Upload.Dragger
          accept=".json,.stix,.stix2,.csv,.txt"
          multiple={false}
          showUploadList={false}
          beforeUpload={(file) => {
            void choose(file)
            return false
          }}
        >
          <p className="ant-upload-drag-icon">
            <InboxOutlined />
          </p>
          <p>{chosen === undefined ? t('indicators:import.choose') : chosen.file}</p>
          <p>{t('indicators:import.formats')}</p>
        </Upload.Dragger>
        {tooLong && <div role="alert">{t('indicators:import.too_long')}</div>}
        <Form form={form} name="indicator-import" layout="inline" initialValues={{ source: 'file', confidence: 50 }}>
          <Form.Item
            name="source"
            label={t('indicators:column.source')}
            rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9-]{0,62}$/, message: t('indicators:id.help') }]}
          >
            <Input maxLength={63} autoComplete="off" />
          </Form.Item>
          <Form.Item name="confidence" label={t('indicators:import.confidence')}>
            <InputNumber min={0} max={100} />
          </Form.Item>
        </Form>
        {preview.data && <ImportPreview preview={preview.data} />}
      </Flex>
    </Modal>
  )
}
