import { Button, Flex, Input, Modal, Radio, Table, Tooltip } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { DayInput } from '@/shared/time/DayInput'
import { Moment } from '@/shared/time/Moment'
import { LevelTag } from '@/shared/ui/LevelTag'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { type Duty, type Mode, useSetMode } from './api'
import { ModeMark } from './ModeMark'

/** Which mode holds, and what each of them changes. */
export const ModePanel = ({ duty }: { duty: Duty }) => {
  const { t } = useTranslation()
  const words = useWords()
  const may = useMay('modes:change')
  const [switching, setSwitching] = useState(false)
  const every = (hours: number) => (hours === 0 ? t('duty:not_asked') : t('duty:every', { hours }))
  return (
    <Flex vertical gap="small">
      <Flex gap="small" align="center" wrap>
        <ModeMark mode={duty.mode} />
        {duty.since && (
          <span>
            {t('duty:since')} <Moment at={duty.since} precision="minute" />
          </span>
        )}
        {duty.until && (
          <span>
            {t('duty:until')} <Moment at={duty.until} precision="minute" />
          </span>
        )}
        {duty.reason && <UntrustedText text={duty.reason} />}
        {may && (
          <Button size="small" onClick={() => setSwitching(true)}>
            {t('duty:switch')}
          </Button>
        )}
      </Flex>
      <Table<Schemas['ModeRead']>
        size="small"
        rowKey="mode"
        dataSource={duty.modes}
        pagination={false}
        onRow={(one) => (one.mode === duty.mode.mode ? { style: { fontWeight: 600 } } : {})}
        columns={[
          { title: t('duty:mode'), render: (_, one) => (words.zh ? one.zh : one.en) },
          { title: t('duty:effect.escalate'), render: (_, one) => <Detection one={one} /> },
          { title: t('duty:effect.case_from'), render: (_, one) => <LevelTag level={one.case_from_level} /> },
          { title: t('duty:effect.sign'), render: (_, one) => words.duration(one.sign_minutes * 60_000) },
          { title: t('duty:effect.handle'), render: (_, one) => words.duration(one.handle_hours * 3_600_000) },
          { title: t('duty:effect.zero'), render: (_, one) => every(one.zero_report_hours) },
          { title: t('duty:effect.brief'), render: (_, one) => every(one.brief_hours) },
          {
            title: t('duty:effect.on_duty'),
            render: (_, one) =>
              `${one.on_duty} · ${t(one.mode === 'peacetime' ? 'duty:office_hours' : 'duty:round_the_clock')}${one.lead ? ` · ${t('duty:with_lead')}` : ''}`,
          },
        ]}
      />
      {switching && <ModeForm now={duty.mode.mode} onClose={() => setSwitching(false)} />}
    </Flex>
  )
}

/** How much less than in peacetime it takes for an incident to be shown, and which detectors ask for less. */
const Detection = ({ one }: { one: Schemas['ModeRead'] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const detectors = Object.entries(one.thresholds)
  return (
    <Flex vertical>
      <span>
        {one.escalate === 1
          ? t('duty:escalate.usual')
          : t('duty:escalate.share', { share: Math.round(one.escalate * 100) })}
      </span>
      {detectors.length > 0 && (
        <Tooltip
          title={detectors.map(([name, values]) => (
            <div key={name}>
              {name}:{' '}
              {Object.entries(values)
                .map(([key, value]) => `${key} ≥ ${words.number(value)}`)
                .join(', ')}
            </div>
          ))}
        >
          <small>{t('duty:escalate.detectors', { count: detectors.length })}</small>
        </Tooltip>
      )}
    </Flex>
  )
}

const ModeForm = ({ now, onClose }: { now: Mode; onClose: () => void }) => {
  const { t } = useTranslation()
  const [mode, setMode] = useState(now)
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState('')
  const change = useSetMode()
  return (
    <Modal
      title={t('duty:switch')}
      open
      onCancel={onClose}
      okText={t('duty:switch')}
      okButtonProps={{ disabled: reason.trim() === '' }}
      confirmLoading={change.isPending}
      onOk={() => change.mutate({ mode, reason, until: until ? `${until}:00+08:00` : null }, { onSuccess: onClose })}
    >
      <Flex vertical gap="middle">
        <Radio.Group
          optionType="button"
          value={mode}
          onChange={(event) => setMode(event.target.value as Mode)}
          options={(['peacetime', 'guarded', 'wartime'] as const).map((value) => ({
            value,
            label: t(`duty:mode.${value}`),
          }))}
        />
        <Input
          maxLength={1_000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          aria-label={t('duty:reason')}
          placeholder={t('duty:reason')}
        />
        <Flex gap="small" align="center">
          <span>{t('duty:until_china')}</span>
          <DayInput precision="minute" value={until} aria-label={t('duty:until_china')} onChange={setUntil} />
        </Flex>
      </Flex>
    </Modal>
  )
}
