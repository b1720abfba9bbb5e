import { Alert, Button, Flex, Input, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { RangePicker } from '@/shared/time/RangePicker'
import { type Range, resolveRange } from '@/shared/time/range'
import { useStartBacktest } from './api'
import { BacktestResult } from './BacktestResult'

/** Runs the rule, or a text changed from it, over stored events. */
export const RuleBacktest = ({ rule }: { rule: Schemas['RuleDetail'] }) => {
  const { t } = useTranslation()
  const [range, setRange] = useState<Range>({ from: 'now-7d', to: 'now' })
  const [text, setText] = useState<string | undefined>()
  const [q, setQ] = useState('')
  const [id, setId] = useState<string | undefined>()
  const start = useStartBacktest()
  const run = () => {
    const span = resolveRange(range)
    if (span === undefined) return
    const what = text === undefined ? { rule: rule.key } : { text }
    start.mutate(
      { ...what, ...span, q, max_events: 1_000_000, max_seconds: 60 },
      { onSuccess: (started) => setId(started.id) },
    )
  }
  return (
    <Flex vertical gap="middle">
      <Typography.Text type="secondary">{t('rules:backtest.help')}</Typography.Text>
      <Flex gap="small" wrap align="center">
        <RangePicker value={range} onChange={setRange} />
        <Input
          size="small"
          style={{ width: 260 }}
          aria-label={t('rules:backtest.query')}
          placeholder={t('rules:backtest.query')}
          value={q}
          maxLength={4_000}
          onChange={(change) => setQ(change.target.value)}
        />
        <Button size="small" type="primary" loading={start.isPending} onClick={run}>
          {t('rules:backtest.run')}
        </Button>
        <Button size="small" onClick={() => setText(text === undefined ? (rule.text ?? '') : undefined)}>
          {text === undefined ? t('rules:backtest.edit') : t('rules:backtest.as_is')}
        </Button>
      </Flex>
      {text !== undefined && (
        <>
          {rule.kind === 'correlation' && <Alert type="info" showIcon title={t('rules:backtest.whole')} />}
          <Input.TextArea
            className="fs-mono"
            aria-label={t('rules:text')}
            value={text}
            autoSize={{ minRows: 10, maxRows: 24 }}
            spellCheck={false}
            onChange={(change) => setText(change.target.value)}
          />
        </>
      )}
      {id !== undefined && <BacktestResult key={id} id={id} />}
    </Flex>
  )
}
