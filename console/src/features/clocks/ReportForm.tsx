import { useQuery } from '@tanstack/react-query'
import { Button, Flex, Input, Modal, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/shared/session'
import { Copy } from '@/shared/ui/Copy'
import { Loaded } from '@/shared/ui/states'
import { useWords } from '@/shared/words'
import { type Clock, draftQuery, useRecordReport } from './api'

interface ReportFormProps {
  incident: string
  clock: Clock
  onClose: () => void
}

/** The draft of a report, to be completed and sent; recording that it went out stops the clock. */
export const ReportForm = ({ incident, clock, onClose }: ReportFormProps) => {
  const { t } = useTranslation()
  const words = useWords()
  const [language, setLanguage] = useState<'zh' | 'en'>(words.zh ? 'zh' : 'en')
  const [text, setText] = useState<string>()
  const [channel, setChannel] = useState('')
  const mayChange = useMay('clocks:change')
  const draft = useQuery(draftQuery(incident, clock.rule.id, language))
  const record = useRecordReport(incident)
  return (
    <Modal
      title={`${clock.rule.id} · ${words.zh ? clock.rule.to : clock.rule.to_en}`}
      open
      width={820}
      onCancel={onClose}
      footer={null}
    >
      <Flex vertical gap="small">
        <Flex justify="space-between">
          <Segmented<'zh' | 'en'>
            size="small"
            value={language}
            onChange={(value) => {
              setText(undefined)
              setLanguage(value)
            }}
            options={[
              { value: 'zh', label: '中文' },
              { value: 'en', label: 'English' },
            ]}
          />
          <Copy text={text ?? draft.data?.text ?? ''} />
        </Flex>
        <Loaded query={draft}>
          {(given) => (
            <>
              <Input.TextArea
                rows={16}
                maxLength={10_000}
                aria-label={t('clocks:report.text')}
                value={text ?? given.text}
                onChange={(event) => setText(event.target.value)}
              />
              {mayChange && (
                <Flex gap="small">
                  <Input
                    maxLength={200}
                    value={channel}
                    onChange={(event) => setChannel(event.target.value)}
                    aria-label={t('clocks:report.channel')}
                    placeholder={t('clocks:report.channel_example')}
                  />
                  <Button
                    type="primary"
                    disabled={channel.trim() === ''}
                    loading={record.isPending}
                    onClick={() =>
                      record.mutate({ rule: clock.rule.id, channel, text: text ?? given.text }, { onSuccess: onClose })
                    }
                  >
                    {t('clocks:report.record')}
                  </Button>
                </Flex>
              )}
            </>
          )}
        </Loaded>
      </Flex>
    </Modal>
  )
}
