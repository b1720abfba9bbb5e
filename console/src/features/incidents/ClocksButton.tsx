import { HourglassOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Flex, Form, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { fromChinaInput, toChinaInput } from '@/shared/time/chinaInput'
import { DayInput } from '@/shared/time/DayInput'
import { clocksOfQuery, useStartClocks } from './api'

/** To the statutory clocks of an incident; where none run yet, a person starts them and says when it became known. */
export const ClocksButton = ({ incident }: { incident: Schemas['IncidentDetail'] }) => {
  const { t } = useTranslation()
  const mayRead = useMay('clocks:read')
  const mayStart = useMay('clocks:change')
  const navigate = useNavigate()
  const [asking, setAsking] = useState(false)
  const running = useQuery({ ...clocksOfQuery(incident.id), enabled: mayRead })
  const one = running.data?.items[0]
  if (!mayRead || running.data === undefined || (one === undefined && (!mayStart || incident.partial))) return null
  const toClocks = () => void navigate({ to: '/clocks', search: { open: incident.id } })
  if (one !== undefined)
    return (
      <Button
        icon={<HourglassOutlined />}
        danger={one.clocks.some((clock) => clock.state === 'overdue')}
        onClick={toClocks}
      >
        {t(one.known_by === null ? 'clocks:known_at.ask' : 'clocks:title')}
      </Button>
    )
  return (
    <>
      <Button icon={<HourglassOutlined />} onClick={() => setAsking(true)}>
        {t('clocks:start')}
      </Button>
      {asking && <StartForm incident={incident} onClose={() => setAsking(false)} onStarted={toClocks} />}
    </>
  )
}

interface StartFormProps {
  incident: Schemas['IncidentDetail']
  onClose: () => void
  onStarted: () => void
}

const StartForm = ({ incident, onClose, onStarted }: StartFormProps) => {
  const { t } = useTranslation()
  const [known, setKnown] = useState(() => toChinaInput(Date.now()))
  const start = useStartClocks(incident.id)
  const known_at = fromChinaInput(known)
  return (
    <Modal
      open
      title={t('clocks:start')}
      okText={t('clocks:start')}
      okButtonProps={{ disabled: known_at === null }}
      confirmLoading={start.isPending}
      onOk={() => known_at && start.mutate({ known_at }, { onSuccess: onStarted })}
      onCancel={onClose}
    >
      <Form layout="vertical">
        <Form.Item label={t('clocks:known_at')} extra={t('clocks:start.use')} htmlFor="known-at">
          <Flex gap="small" wrap>
            <DayInput
              id="known-at"
              precision="minute"
              max={toChinaInput(Date.now())}
              value={known}
              onChange={setKnown}
            />
            <Button onClick={() => setKnown(toChinaInput(Date.now()))}>{t('clocks:start.now')}</Button>
            <Button onClick={() => setKnown(toChinaInput(incident.created))}>{t('clocks:start.opened')}</Button>
          </Flex>
        </Form.Item>
      </Form>
    </Modal>
  )
}
