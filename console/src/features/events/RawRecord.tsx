import { FileSearchOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Descriptions, Flex, Typography, theme } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Copy } from '@/shared/ui/Copy'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { rawQuery } from './api'

/** The record as the source gave it, or where it lies. Read only when somebody asks, since that goes into the audit trail. */
export const RawRecord = ({ id, kept }: { id: string; kept: boolean }) => {
  const { t } = useTranslation()
  const { token } = theme.useToken()
  const [wanted, setWanted] = useState(false)
  const query = useQuery({ ...rawQuery(id), enabled: wanted })
  if (!wanted) {
    return (
      <Flex vertical gap="small" align="start">
        <Typography.Text type="secondary">{kept ? t('events:raw.kept') : t('events:raw.place')}</Typography.Text>
        <Button icon={<FileSearchOutlined />} onClick={() => setWanted(true)}>
          {t('events:raw.read')}
        </Button>
      </Flex>
    )
  }
  return (
    <Loaded query={query}>
      {(raw) => (
        <Flex vertical gap="small">
          {raw.text === null ? (
            <Typography.Text type="secondary">{t('events:raw.none')}</Typography.Text>
          ) : (
            <>
              <Copy text={raw.text} label={t('events:raw.copy')} />
              <pre
                style={{
                  margin: 0,
                  padding: 12,
                  maxHeight: '60vh',
                  overflow: 'auto',
                  whiteSpace: 'pre-wrap',
                  overflowWrap: 'anywhere',
                  background: token.colorFillQuaternary,
                  borderRadius: token.borderRadius,
                }}
              >
                <UntrustedText text={raw.text} limit={100_000} mono />
              </pre>
            </>
          )}
          <Descriptions
            size="small"
            column={1}
            items={[
              [t('events:raw.source'), raw.source],
              [t('events:raw.file'), raw.file],
              [t('events:raw.position'), raw.position],
              [t('events:raw.digest'), raw.digest],
            ]
              .filter(([, text]) => text !== null)
              .map(([label, text]) => ({
                key: label ?? '',
                label,
                children: <UntrustedText text={text ?? ''} mono />,
              }))}
          />
        </Flex>
      )}
    </Loaded>
  )
}
