import { InboxOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert, Flex, Input, Modal, Spin, Table, Upload } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { contentPreviewQuery, useInstall, useUpload } from './api'
import styles from './rules.module.css'

const COUNTS = ['active', 'inactive', 'rejected', 'new', 'changed', 'same', 'removed', 'taken'] as const
const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/

/** A file, what is in it, and installing it. */
export const ContentImport = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation()
  const [name, setName] = useState('sigma')
  const [version, setVersion] = useState<string | undefined>()
  const [file, setFile] = useState('')
  const [id, setId] = useState<string | undefined>()
  const upload = useUpload()
  const install = useInstall()
  const preview = useQuery({ ...contentPreviewQuery(id ?? ''), enabled: id !== undefined })
  const found = id === undefined ? undefined : preview.data
  const send = (chosen: File) => {
    setFile(chosen.name)
    setId(undefined)
    upload.mutate(
      { file: chosen, name },
      {
        onSuccess: (started) => {
          setId(started.id)
          setVersion(undefined)
        },
      },
    )
  }
  const working = upload.isPending || found?.state === 'running'
  return (
    <Modal
      open
      width={860}
      title={t('rules:content.import')}
      onCancel={onClose}
      okText={t('rules:content.install')}
      okButtonProps={{ disabled: found?.state !== 'done' }}
      confirmLoading={install.isPending}
      onOk={() =>
        id !== undefined &&
        install.mutate({ preview: id, version: version ?? found?.version ?? '' }, { onSuccess: onClose })
      }
    >
      <Flex vertical gap="middle">
        <Flex gap="middle" wrap>
          <div className={styles['field']}>
            <label htmlFor="pack-name">{t('rules:content.name')}</label>
            <Input
              id="pack-name"
              value={name}
              maxLength={64}
              status={NAME.test(name) ? '' : 'error'}
              disabled={id !== undefined}
              onChange={(change) => setName(change.target.value)}
            />
          </div>
          <div className={styles['field']}>
            <label htmlFor="pack-version">{t('rules:content.version')}</label>
            <Input
              id="pack-version"
              value={version ?? found?.version ?? ''}
              maxLength={64}
              onChange={(change) => setVersion(change.target.value)}
            />
          </div>
        </Flex>
        <Upload.Dragger
          accept=".zip,.yml,.yaml"
          multiple={false}
          showUploadList={false}
          disabled={!NAME.test(name) || working}
          beforeUpload={(chosen) => {
            send(chosen)
            return false
          }}
        >
          <p className="ant-upload-drag-icon">
            <InboxOutlined />
          </p>
          <p>{file === '' ? t('rules:content.choose') : file}</p>
          <p>{t('rules:content.formats')}</p>
        </Upload.Dragger>
        {working && (
          <Flex gap="small" align="center" role="status">
            <Spin size="small" /> {t('rules:content.looking')}
          </Flex>
        )}
        {found?.problem && (
          <Alert
            type="error"
            showIcon
            title={t('rules:content.failed')}
            description={<UntrustedText text={found.problem} />}
          />
        )}
        {found?.counts && <Report found={found} counts={found.counts} />}
      </Flex>
    </Modal>
  )
}

const Report = ({ found, counts }: { found: Schemas['ContentPreview']; counts: Record<string, number> }) => {
  const { t, i18n } = useTranslation()
  return (
    <>
      <div className="fs-counts" role="status" aria-label={t('rules:content.report')}>
        {COUNTS.map((name) => (
          <span key={name}>
            {t(`rules:content.count.${name}`)} <strong>{(counts[name] ?? 0).toLocaleString(i18n.language)}</strong>
          </span>
        ))}
      </div>
      {found.taken.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('rules:content.taken')}
          description={<UntrustedText text={found.taken.slice(0, 10).join('; ')} />}
        />
      )}
      {found.wrong.length > 0 && (
        <Table
          size="small"
          rowKey={(one) => `${one.file} ${one.line} ${one.reason}`}
          dataSource={found.wrong}
          pagination={false}
          scroll={{ y: 260 }}
          columns={[
            {
              title: t('rules:column.state'),
              width: 90,
              render: (_, one) => t(`rules:state.${one.state}`, { defaultValue: one.state }),
            },
            {
              title: t('rules:file'),
              width: 300,
              render: (_, one) => <UntrustedText text={`${one.file}:${one.line}`} mono />,
            },
            { title: t('rules:reason'), render: (_, one) => <UntrustedText text={one.reason} /> },
          ]}
        />
      )}
    </>
  )
}
