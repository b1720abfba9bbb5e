import { FileSearchOutlined } from '@ant-design/icons'
import { Button, Form, Input, Space, Upload } from 'antd'
import { useTranslation } from 'react-i18next'
import { sm3 } from '@/shared/sm3'

const HEX = /^\s*[0-9a-fA-F]{64}\s*$/

/** As digests are kept, whatever way somebody pasted one. */
export const digestOf = (pasted: string): string => pasted.trim().toLowerCase()

/** The field `sm3` of a form: pasted, or worked out from a file, which does not leave the browser. */
export const Digest = ({ onDigest }: { onDigest: (digest: string, file: string) => void }) => {
  const { t } = useTranslation()
  return (
    <Form.Item>
      <Space.Compact>
        <Form.Item name="sm3" noStyle rules={[{ required: true, pattern: HEX, message: t('ui:digest.form') }]}>
          <Input aria-label="SM3" placeholder={t('ui:digest.form')} style={{ width: 240 }} />
        </Form.Item>
        <Upload
          showUploadList={false}
          beforeUpload={async (file) => {
            onDigest(sm3(new Uint8Array(await file.arrayBuffer())), file.name)
            return false
          }}
        >
          <Button icon={<FileSearchOutlined />} title={t('ui:digest.why')}>
            {t('ui:digest')}
          </Button>
        </Upload>
      </Space.Compact>
    </Form.Item>
  )
}
