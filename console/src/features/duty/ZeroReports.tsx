import { useQuery } from '@tanstack/react-query'
import { Button, Flex, Input, Modal, Radio, Table } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Span } from '@/shared/time/Span'
import { Mark, type Tone } from '@/shared/ui/Mark'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useGiveZeroReport, zeroReportsQuery } from './api'

type Zero = Schemas['ZeroReportRead']

const SHADES: Record<Zero['status'], Tone> = {
  expected: 'medium',
  reported: 'low',
  missed: 'critical',
  late: 'high',
  dropped: 'informational',
}

/** What units have to say though nothing happened; nothing is shown where the mode asks for none and none was given lately. */
export const ZeroReports = ({ heading }: { heading: ReactNode }) => {
  const { t } = useTranslation()
  const { data } = useQuery(zeroReportsQuery())
  const [giving, setGiving] = useState<Zero>()
  if (!data || (data.every_hours === 0 && data.items.length === 0)) return null
  return (
    <>
      {heading}
      <Table<Zero>
        size="small"
        rowKey={(one) => `${one.unit} ${one.due}`}
        dataSource={data.items}
        scroll={{ x: 900 }}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { title: t('duty:unit'), render: (_, one) => <UnitName id={one.unit} /> },
          {
            title: t('duty:zero.about'),
            render: (_, one) => (
              <>
                <Span first={one.start} last={one.due} precision="minute" />
              </>
            ),
          },
          {
            title: t('duty:zero.status'),
            width: 110,
            render: (_, one) => <Mark tone={SHADES[one.status]}>{t(`duty:zero.status.${one.status}`)}</Mark>,
          },
          {
            title: t('duty:zero.said'),
            render: (_, one) =>
              one.reported === null ? '—' : one.quiet ? t('duty:zero.quiet') : <UntrustedText text={one.text} />,
          },
          { title: t('duty:zero.told'), render: (_, one) => <UntrustedText text={one.told || '—'} limit={120} /> },
          {
            width: 90,
            render: (_, one) =>
              one.mine && (
                <Button size="small" type="primary" onClick={() => setGiving(one)}>
                  {t('duty:zero.give')}
                </Button>
              ),
          },
        ]}
      />
      {giving && <GiveForm one={giving} onClose={() => setGiving(undefined)} />}
    </>
  )
}

const GiveForm = ({ one, onClose }: { one: Zero; onClose: () => void }) => {
  const { t } = useTranslation()
  const [quiet, setQuiet] = useState(true)
  const [text, setText] = useState('')
  const give = useGiveZeroReport(one.unit)
  return (
    <Modal
      open
      title={t('duty:zero.give')}
      okText={t('duty:zero.give')}
      okButtonProps={{ disabled: !quiet && text.trim() === '' }}
      confirmLoading={give.isPending}
      onCancel={onClose}
      onOk={() => give.mutate({ due: one.due, quiet, text }, { onSuccess: onClose })}
    >
      <Flex vertical gap="middle">
        <Radio.Group value={quiet} onChange={(event) => setQuiet(event.target.value as boolean)}>
          <Radio value>{t('duty:zero.quiet')}</Radio>
          <Radio value={false}>{t('duty:zero.happened')}</Radio>
        </Radio.Group>
        <Input.TextArea
          rows={4}
          maxLength={4_000}
          value={text}
          aria-label={t('duty:zero.text')}
          placeholder={t('duty:zero.text')}
          onChange={(event) => setText(event.target.value)}
        />
      </Flex>
    </Modal>
  )
}
