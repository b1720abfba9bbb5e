import { CheckOutlined, CopyOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Also without TLS, where browsers give pages no clipboard: then a hidden field is copied from. */
export const copyText = async (text: string): Promise<boolean> => {
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text)
      return true
    }
  } catch {
    // Refused: try the other way.
  }
  const field = document.createElement('textarea')
  field.value = text
  field.style.position = 'fixed'
  field.style.opacity = '0'
  document.body.append(field)
  field.select()
  const done = document.execCommand('copy')
  field.remove()
  return done
}

interface CopyProps {
  text: string
  label?: string
}

export const Copy = ({ text, label }: CopyProps) => {
  const { t } = useTranslation()
  const [done, setDone] = useState(false)
  return (
    <Button
      size="small"
      type={label ? 'default' : 'text'}
      icon={done ? <CheckOutlined /> : <CopyOutlined />}
      aria-label={label ?? t('ui:copy')}
      onClick={async () => {
        setDone(await copyText(text))
        setTimeout(() => setDone(false), 1_500)
      }}
    >
      {label}
    </Button>
  )
}
