import { App, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useSwitchOff, useSwitchOn } from './api'

/** Switches a rule off, with a reason, or on again. */
export const RuleSwitch = ({ rule }: { rule: Schemas['RuleRead'] }) => {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const [asking, ask] = useState(false)
  const [reason, setReason] = useState('')
  const off = useSwitchOff(rule.key)
  const on = useSwitchOn(rule.key)
  if (rule.switched_off)
    return (
      <Button
        size="small"
        type="primary"
        loading={on.isPending}
        onClick={() =>
          modal.confirm({
            title: t('rules:switch.on'),
            content: t('rules:switch.on.help'),
            okText: t('rules:switch.on'),
            onOk: () => on.mutateAsync(undefined).catch(() => undefined),
          })
        }
      >
        {t('rules:switch.on')}
      </Button>
    )
  return (
    <>
      <Button size="small" danger onClick={() => ask(true)}>
        {t('rules:switch.off')}
      </Button>
      <Modal
        title={t('rules:switch.off')}
        open={asking}
        onCancel={() => ask(false)}
        okText={t('rules:switch.off')}
        okButtonProps={{ danger: true, disabled: reason.trim() === '' }}
        confirmLoading={off.isPending}
        onOk={() => off.mutate(reason, { onSuccess: () => ask(false) })}
      >
        <p>{t('rules:switch.off.help')}</p>
        <Input.TextArea
          aria-label={t('rules:reason')}
          placeholder={t('rules:switch.reason')}
          value={reason}
          maxLength={2_000}
          autoSize={{ minRows: 2, maxRows: 6 }}
          onChange={(event) => setReason(event.target.value)}
        />
      </Modal>
    </>
  )
}
