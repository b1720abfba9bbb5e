import { EditOutlined, PlusOutlined, UploadOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { App, Button, Form, Input, Modal, Upload } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { useBeginDraft, useReadText } from './api'

const useBegin = () => {
  const navigate = useNavigate()
  const begin = useBeginDraft()
  const start = async (body: Schemas['DraftBegin']) => {
    const made = await begin.mutateAsync(body)
    await navigate({ to: '/playbook-drafts/$draftId', params: { draftId: made.id } })
  }
  return { start: (body: Schemas['DraftBegin']) => void start(body).catch(() => undefined), pending: begin.isPending }
}

/** A stored playbook opened for its next version; one of the library becomes one's own. */
export const EditButton = ({ playbook }: { playbook: Schemas['PlaybookRead'] }) => {
  const { t } = useTranslation()
  const may = useMay('playbooks:draft')
  const { start, pending } = useBegin()
  if (!may) return null
  return (
    <Button icon={<EditOutlined />} loading={pending} onClick={() => start({ playbook: playbook.id })}>
      {t(playbook.source === 'library' ? 'editor:edit.own' : 'editor:edit')}
    </Button>
  )
}

/** A playbook from nothing, or from a file that need not be right yet. */
export const NewButtons = () => {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const may = useMay('playbooks:draft')
  const { start, pending } = useBegin()
  const read = useReadText()
  const [open, setOpen] = useState(false)
  const [form] = Form.useForm<{ name: string }>()
  if (!may) return null
  const bring = async (file: File) => {
    if (file.size > 1_048_576) {
      message.error(t('editor:too_large'))
      return
    }
    const { document } = await read.mutateAsync(await file.text())
    start({ document })
  }
  return (
    <>
      <Upload
        accept=".json,.yml,.yaml"
        showUploadList={false}
        beforeUpload={(file) => {
          void bring(file).catch(() => undefined)
          return false
        }}
      >
        <Button icon={<UploadOutlined />} loading={read.isPending}>
          {t('editor:from_file')}
        </Button>
      </Upload>
      <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen(true)}>
        {t('editor:new')}
      </Button>
      <Modal
        title={t('editor:new')}
        open={open}
        confirmLoading={pending}
        onCancel={() => setOpen(false)}
        onOk={() => form.submit()}
        okText={t('editor:new.begin')}
        destroyOnHidden
      >
        <Form
          form={form}
          name="new-playbook"
          layout="vertical"
          requiredMark={false}
          onFinish={({ name }) => start({ name })}
        >
          <Form.Item name="name" label={t('playbooks:name')} rules={[{ required: true, whitespace: true }]}>
            <Input maxLength={500} autoFocus />
          </Form.Item>
        </Form>
      </Modal>
    </>
  )
}
