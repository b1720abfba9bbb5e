import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Flex, Progress, Skeleton, Table, Typography, theme } from 'antd'
import { lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '@/shared/time/Moment'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { backtestQuery, useCancelBacktest } from './api'
import { daysOption } from './days'

const Chart = lazy(() => import('@/shared/chart/Chart'))

/** What a back-test has found so far, or in the end. */
export const BacktestResult = ({ id }: { id: string }) => {
  const { t, i18n } = useTranslation()
  const { token } = theme.useToken()
  const backtest = useQuery(backtestQuery(id))
  const cancel = useCancelBacktest(id)
  const days = backtest.data?.days
  const option = useMemo(() => daysOption(days ?? [], token), [days, token])
  const number = (value: number) => value.toLocaleString(i18n.language)
  return (
    <Loaded query={backtest}>
      {(data) => (
        <Flex vertical gap="small">
          {data.state === 'running' && (
            <Flex gap="small" align="center">
              <Progress
                percent={done(data)}
                size="small"
                style={{ width: 240 }}
                aria-label={t('rules:backtest.running')}
              />
              <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate(undefined)}>
                {t('rules:backtest.cancel')}
              </Button>
            </Flex>
          )}
          {data.problem && (
            <Alert
              type="error"
              showIcon
              title={t('rules:backtest.failed')}
              description={<UntrustedText text={data.problem} />}
            />
          )}
          {data.stopped && (
            <Alert
              type="warning"
              showIcon
              title={t('rules:backtest.partial')}
              description={t(`rules:backtest.stopped.${data.stopped}`, { defaultValue: data.stopped })}
            />
          )}
          <Typography.Text role="status">
            {t('rules:backtest.summary', {
              matches: number(data.matches),
              events: number(data.events),
              hidden: number(data.hidden),
              seconds: data.seconds.toFixed(1),
              cost: data.cost_us === null ? '—' : data.cost_us.toFixed(1),
            })}
          </Typography.Text>
          {data.days.length > 0 && (
            <Suspense fallback={<Skeleton.Node active style={{ height: 160 }} />}>
              <Chart option={option} height={160} label={t('rules:backtest.days')} />
            </Suspense>
          )}
          {data.samples.length > 0 && (
            <Table
              size="small"
              rowKey={(one) => `${one.rule} ${one.event_id}`}
              dataSource={data.samples}
              pagination={false}
              columns={[
                { title: t('rules:time'), width: 160, render: (_, one) => <Moment at={one.time} /> },
                {
                  title: t('rules:backtest.matched'),
                  render: (_, one) => <UntrustedText text={said(one.matched)} mono limit={400} />,
                },
                {
                  title: t('rules:event'),
                  width: 110,
                  render: (_, one) => (
                    <Link to="/events" search={{ q: `event.id:${one.event_id}`, from: one.time, to: 'now' } as never}>
                      {one.event_id.slice(0, 10)}
                    </Link>
                  ),
                },
              ]}
            />
          )}
        </Flex>
      )}
    </Loaded>
  )
}

/** How far through the range it is, by event time. */
const done = ({ start, end, last }: { start: string; end: string; last: string | null }): number => {
  const span = Date.parse(end) - Date.parse(start)
  return last === null || span <= 0 ? 0 : Math.round((100 * (Date.parse(last) - Date.parse(start))) / span)
}

const said = (matched: Record<string, unknown>): string =>
  Object.entries(matched)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('  ')
