import { useQuery } from '@tanstack/react-query'
import { Flex } from 'antd'
import { useTranslation } from 'react-i18next'
import { Copy } from '@/shared/ui/Copy'
import { auditHeadQuery } from './api'

/** Where the trail ends: noted elsewhere, it proves later that nothing before it was taken away. */
export const AuditHead = () => {
  const { t } = useTranslation()
  const { data } = useQuery(auditHeadQuery())
  if (!data) return null
  return (
    <Flex gap="small" align="center" wrap>
      <span>{t('audit:head', { sequence: data.sequence })}</span>
      <code className="fs-secret">{data.hash}</code>
      <Copy text={`${data.sequence} ${data.hash}`} />
    </Flex>
  )
}
