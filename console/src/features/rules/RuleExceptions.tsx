import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Flex } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Empty, Loaded } from '@/shared/ui/states'
import { exceptionsQuery } from './api'
import { ExceptionForm } from './ExceptionForm'
import { ExceptionsTable } from './ExceptionsTable'

/** The exceptions of one rule, and making another. */
export const RuleExceptions = ({ rule }: { rule: Schemas['RuleRead'] }) => {
  const { t } = useTranslation()
  const [adding, add] = useState(false)
  const may = useMay('exceptions:change')
  const exceptions = useQuery(exceptionsQuery({ rule: rule.id ?? '' }))
  return (
    <Flex vertical gap="middle">
      {rule.level === 'critical' && <Alert type="info" showIcon title={t('rules:exceptions.critical')} />}
      {may && (
        <div>
          <Button size="small" type="primary" icon={<PlusOutlined />} onClick={() => add(true)}>
            {t('rules:exception.add')}
          </Button>
        </div>
      )}
      <Loaded query={exceptions}>
        {(data) =>
          data.items.length === 0 ? (
            <Empty title={t('rules:exceptions.none')} />
          ) : (
            <ExceptionsTable exceptions={data.items} />
          )
        }
      </Loaded>
      {adding && <ExceptionForm rule={rule} onClose={() => add(false)} />}
    </Flex>
  )
}
