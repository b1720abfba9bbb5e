import { Form, Input, InputNumber, Modal, Select, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useAddFeed } from './api'

type Fields = Partial<Schemas['FeedAdd']> & { id: string; name: string; kind: Schemas['FeedKind']; minutes: number }

export const FeedAddForm = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const kind = Form.useWatch('kind', form)
  const add = useAddFeed()
  const needed = [{ required: true, message: t('indicators:needed') }]
  return (
    <Modal
      title={t('indicators:feed.add')}
      open
      onCancel={onClose}
      onOk={form.submit}
      okText={t('indicators:feed.add')}
      confirmLoading={add.isPending}
    >
      <Form
        name="feed-add"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: 'taxii', confidence: 50, minutes: 60, decay: false }}
        onFinish={({ minutes, secret, ...rest }) =>
          add.mutate(
            {
              url: '',
              path: '',
              collection: '',
              user: '',
              ca: '',
              confidence: 50,
              expire_days: 0,
              decay: false,
              ...rest,
              // MISP takes its key as it is; TAXII a bearer token.
              auth: rest.kind === 'misp' && !rest.user ? 'key' : '',
              secret: secret || null,
              interval_s: minutes * 60,
            },
            { onSuccess: onClose },
          )
        }
      >
        <Form.Item name="kind" label={t('indicators:feed.kind')}>
          <Select
            options={(['taxii', 'misp', 'folder'] as const).map((value) => ({
              value,
              label: t(`indicators:feed.kind.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item
          name="id"
          label={t('indicators:column.id')}
          rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9-]{0,62}$/, message: t('indicators:id.help') }]}
        >
          <Input maxLength={63} autoComplete="off" />
        </Form.Item>
        <Form.Item name="name" label={t('indicators:column.name')} rules={needed}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        {kind === 'folder' ? (
          <Form.Item
            name="path"
            label={t('indicators:feed.path')}
            extra={t('indicators:feed.path.help')}
            rules={needed}
          >
            <Input maxLength={1000} autoComplete="off" />
          </Form.Item>
        ) : (
          <>
            <Form.Item name="url" label={t('indicators:feed.url')} rules={needed}>
              <Input maxLength={1000} autoComplete="off" placeholder="https://" />
            </Form.Item>
            {kind === 'taxii' && (
              <Form.Item name="collection" label={t('indicators:feed.collection')}>
                <Input maxLength={200} autoComplete="off" />
              </Form.Item>
            )}
            <Form.Item name="user" label={t('indicators:feed.user')}>
              <Input maxLength={200} autoComplete="off" />
            </Form.Item>
            <Form.Item name="secret" label={t('indicators:feed.secret')} extra={t('indicators:feed.secret.help')}>
              <Input.Password maxLength={4096} autoComplete="new-password" />
            </Form.Item>
            <Form.Item name="ca" label={t('indicators:feed.ca')}>
              <Input.TextArea rows={2} autoComplete="off" />
            </Form.Item>
          </>
        )}
        <Form.Item name="minutes" label={t('indicators:feed.interval')}>
          <InputNumber min={1} max={10_080} />
        </Form.Item>
        <Form.Item name="confidence" label={t('indicators:import.confidence')}>
          <InputNumber min={0} max={100} />
        </Form.Item>
        <Form.Item name="decay" label={t('indicators:feed.decay')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </Form>
    </Modal>
  )
}
