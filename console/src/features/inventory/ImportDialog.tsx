import { InboxOutlined } from '@ant-design/icons'
import { Flex, Form, Input, Modal, Select, Upload } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { UnitSelect } from '@/shared/ui/UnitSelect'
import { useWords } from '@/shared/words'
import { useImportFile, usePreviewFile } from './api'
import { ImportPreview } from './ImportPreview'
import { KINDS, type Kind } from './search'

interface Props {
  forms: Schemas['InventoryForm'][]
  onClose: () => void
}

const MAX_FILE = 64 * 1024 * 1024

/** A file, what importing it would change, and then exactly that. */
export const ImportDialog = ({ forms, onClose }: Props) => {
  const { t } = useTranslation()
  const { title } = useWords()
  const [file, setFile] = useState<File | undefined>()
  const [tooLong, setTooLong] = useState(false)
  const [unit, setUnit] = useState<string | undefined>()
  const [kind, setKind] = useState<Kind | undefined>()
  const [asset, setAsset] = useState('')
  const preview = usePreviewFile()
  const take = useImportFile()
  const look = (
    chosen: File | undefined,
    options: { unit: string | undefined; kind: Kind | undefined; asset: string },
  ) => {
    preview.reset()
    if (chosen)
      preview.mutate({ file: chosen, unit: options.unit, kind: options.kind, asset: options.asset || undefined })
  }
  const counts = preview.data?.counts ?? {}
  const changes = (counts['added'] ?? 0) + (counts['changed'] ?? 0) + (counts['closed'] ?? 0)
  return (
    <Modal
      title={t('inventory:import')}
      open
      width={960}
      onCancel={onClose}
      okText={t('inventory:import.do', { number: changes })}
      okButtonProps={{ disabled: changes === 0 }}
      confirmLoading={take.isPending}
      onOk={() => {
        if (file === undefined || preview.data === undefined) return
        take.mutate(
          { file, unit, kind, asset: asset || undefined, expect: preview.data.digest },
          { onSuccess: onClose, onError: () => look(file, { unit, kind, asset }) },
        )
      }}
    >
      <Flex vertical gap="middle">
        <Upload.Dragger
          multiple={false}
          showUploadList={false}
          beforeUpload={(chosen) => {
            setTooLong(chosen.size > MAX_FILE)
            if (chosen.size <= MAX_FILE) {
              setFile(chosen)
              look(chosen, { unit, kind, asset })
            }
            return false
          }}
        >
          <p className="ant-upload-drag-icon">
            <InboxOutlined />
          </p>
          <p>{file === undefined ? t('inventory:import.choose') : file.name}</p>
          <p>{forms.map((form) => title(form)).join(' · ')}</p>
        </Upload.Dragger>
        {tooLong && <div role="alert">{t('inventory:import.too_long')}</div>}
        <Form layout="inline">
          <Form.Item label={t('inventory:import.unit')}>
            <UnitSelect
              value={unit}
              onChange={(chosen) => {
                setUnit(chosen)
                look(file, { unit: chosen, kind, asset })
              }}
            />
          </Form.Item>
          <Form.Item label={t('inventory:import.kind')}>
            <Select
              allowClear
              style={{ width: 150 }}
              aria-label={t('inventory:import.kind')}
              placeholder={t('inventory:import.kind.auto')}
              value={kind ?? null}
              onChange={(chosen) => {
                setKind(chosen ?? undefined)
                look(file, { unit, kind: chosen ?? undefined, asset })
              }}
              options={KINDS.map((one) => ({ value: one, label: t(`inventory:kind.${one}`) }))}
            />
          </Form.Item>
          <Form.Item label={t('inventory:import.asset')}>
            <Input
              allowClear
              aria-label={t('inventory:import.asset')}
              value={asset}
              onChange={(event) => setAsset(event.target.value)}
              onBlur={() => look(file, { unit, kind, asset })}
            />
          </Form.Item>
        </Form>
        {preview.data && <ImportPreview plan={preview.data} />}
      </Flex>
    </Modal>
  )
}
