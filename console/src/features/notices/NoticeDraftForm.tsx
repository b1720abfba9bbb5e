import { useQuery } from '@tanstack/react-query'
import { Flex, Form, Input, InputNumber, Modal, Radio, TreeSelect } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { usePreferences } from '@/shared/preferences'
import { localTimes } from '@/shared/time/format'
import { useUnits } from '@/shared/units'
import { useWords } from '@/shared/words'
import { incidentQuery, useDraft } from './api'

const COLOURS = ['red', 'orange', 'yellow', 'blue'] as const

interface Fields {
  units: string[]
  shape: 'notice' | (typeof COLOURS)[number]
  title: string
  body: string
  sign_minutes?: number | null
  handle_hours?: number | null
}

interface NoticeDraftFormProps {
  about: string | undefined
  onClose: () => void
  onDrafted: (id: string) => void
}

/** about: the incident it is about; its title, story and units are filled in. */
export const NoticeDraftForm = ({ about, onClose, onDrafted }: NoticeDraftFormProps) => {
  const { t } = useTranslation()
  const words = useWords()
  const { zone } = usePreferences()
  const { tree } = useUnits()
  const [form] = Form.useForm<Fields>()
  const draft = useDraft()
  const { data: incident } = useQuery({ ...incidentQuery(about ?? ''), enabled: about !== undefined && about !== '' })
  useEffect(() => {
    if (!incident || form.isFieldsTouched()) return
    form.setFieldsValue({
      units: incident.units,
      title: t('notices:about', { title: words.title(incident) }).slice(0, 300),
      body: `${localTimes(words.zh ? incident.story_zh : incident.story, zone)}\n\n${t('notices:ask')}`,
    })
  }, [incident, form, t, words, zone])
  const needed = [{ required: true, message: t('notices:needed') }]
  return (
    <Modal
      title={t('notices:draft')}
      open
      width={720}
      onCancel={onClose}
      onOk={form.submit}
      okText={t('notices:draft')}
      confirmLoading={draft.isPending}
    >
      <Form<Fields>
        name="notice-draft"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ shape: 'notice' }}
        onFinish={({ units, shape, title, body, sign_minutes, handle_hours }) =>
          draft.mutate(
            {
              units,
              kind: shape === 'notice' ? 'notice' : 'warning',
              colour: shape === 'notice' ? null : shape,
              title,
              body,
              incident: about ?? '',
              sign_minutes: sign_minutes ?? null,
              handle_hours: handle_hours ?? null,
            },
            { onSuccess: ({ items }) => onDrafted(items[0]?.id ?? '') },
          )
        }
      >
        <Form.Item name="shape" label={t('notices:column.kind')}>
          <Radio.Group
            optionType="button"
            options={[
              { value: 'notice', label: t('notices:kind.notice') },
              ...COLOURS.map((colour) => ({ value: colour, label: t(`notices:colour.${colour}`) })),
            ]}
          />
        </Form.Item>
        <Form.Item name="units" label={t('notices:column.unit')} rules={needed}>
          <TreeSelect multiple treeData={tree} treeDefaultExpandAll showSearch={{ treeNodeFilterProp: 'title' }} />
        </Form.Item>
        <Form.Item name="title" label={t('notices:column.title')} rules={needed}>
          <Input maxLength={300} autoComplete="off" />
        </Form.Item>
        <Form.Item name="body" label={t('notices:column.body')} rules={needed}>
          <Input.TextArea rows={8} maxLength={10_000} />
        </Form.Item>
        <Flex gap="large">
          <Form.Item name="sign_minutes" label={t('notices:sign_minutes')} extra={t('notices:mode_decides')}>
            <InputNumber min={1} max={43_200} />
          </Form.Item>
          <Form.Item name="handle_hours" label={t('notices:handle_hours')} extra={t('notices:mode_decides')}>
            <InputNumber min={1} max={2_160} />
          </Form.Item>
        </Flex>
      </Form>
    </Modal>
  )
}
