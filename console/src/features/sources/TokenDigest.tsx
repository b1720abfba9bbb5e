import { KeyOutlined } from '@ant-design/icons'
import { Button, Input, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { OneTimeSecret } from '@/shared/ui/OneTimeSecret'
import { digestOf, newToken } from './token'

interface Props {
  id?: string
  value?: string
  onChange?: (digest: string) => void
}

/** The digest of a sender's token. The token itself is made here, shown once and sent nowhere. */
export const TokenDigest = ({ id, value, onChange }: Props) => {
  const { t } = useTranslation()
  const [secret, setSecret] = useState<string>()
  const make = async () => {
    const token = newToken()
    onChange?.(await digestOf(token))
    setSecret(token)
  }
  return (
    <>
      <Space.Compact block>
        <Input
          id={id}
          value={value}
          onChange={(event) => onChange?.(event.target.value)}
          maxLength={64}
          autoComplete="off"
          className="fs-mono"
        />
        {/* Browsers digest only on pages that came over TLS or from this machine. */}
        {window.isSecureContext && (
          <Button icon={<KeyOutlined />} onClick={make}>
            {t('sources:token.make')}
          </Button>
        )}
      </Space.Compact>
      <OneTimeSecret
        title={t('sources:token.title')}
        why={t('sources:token.why')}
        secret={secret}
        onClose={() => setSecret(undefined)}
      />
    </>
  )
}
