import { ThunderboltOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/shared/session'

/** To the playbooks, with this incident to be answered. */
export const RespondButton = ({ incident }: { incident: string }) => {
  const { t } = useTranslation()
  const may = useMay('playbooks:run')
  const navigate = useNavigate()
  if (!may) return null
  return (
    <Button icon={<ThunderboltOutlined />} onClick={() => void navigate({ to: '/playbooks', search: { incident } })}>
      {t('playbooks:respond')}
    </Button>
  )
}
