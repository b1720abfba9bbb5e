import { Button, Flex, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useNote } from './api'

const JUDGEMENTS = ['agreed', 'question', 'finding'] as const

/** A note on a drawn item; notes are added, never changed. */
export const NoteForm = ({ sample, system, item }: { sample: string; system: string; item: string }) => {
  const { t } = useTranslation()
  const note = useNote(sample)
  const [form] = Form.useForm<Pick<Schemas['AuditNoteAdd'], 'judgement' | 'text'>>()
  return (
    <Form
      form={form}
      size="small"
      initialValues={{ judgement: 'agreed' }}
      onFinish={(values) => note.mutate({ system, item, ...values }, { onSuccess: () => form.resetFields() })}
    >
      <Flex gap="small">
        <Form.Item name="judgement" noStyle>
          <Select
            aria-label={t('samples:judgement')}
            style={{ width: 110 }}
            options={JUDGEMENTS.map((value) => ({ value, label: t(`samples:judgement.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="text" noStyle rules={[{ required: true, message: t('samples:needed') }]}>
          <Input aria-label={t('samples:note')} placeholder={t('samples:note')} maxLength={2000} />
        </Form.Item>
        <Button htmlType="submit" loading={note.isPending}>
          {t('samples:add_note')}
        </Button>
      </Flex>
    </Form>
  )
}
