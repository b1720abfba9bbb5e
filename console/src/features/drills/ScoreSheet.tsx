import { Flex, Progress, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Mark } from '@/shared/ui/Mark'
import { Panel } from '@/shared/ui/Panel'
import { useWords } from '@/shared/words'

type Sheet = Schemas['DrillSheet']

/** Each phase beside its goal, then what was taken off for what happened. */
export const ScoreSheet = ({ sheet }: { sheet: Sheet }) => {
  const { t } = useTranslation()
  const words = useWords()
  return (
    <Panel
      title={t('drills:sheet')}
      extra={
        <Flex gap="small" align="center">
          <strong style={{ fontSize: 20 }}>{words.number(sheet.score)}</strong>
          <Mark tone={sheet.passed ? 'low' : 'critical'}>
            {t(sheet.passed ? 'drills:sheet.passed' : 'drills:sheet.failed', { from: sheet.pass_from })}
          </Mark>
        </Flex>
      }
    >
      {sheet.phases.length > 0 && (
        <Table<Schemas['DrillPhase']>
          size="small"
          rowKey="id"
          dataSource={sheet.phases}
          pagination={false}
          columns={[
            { title: t('drills:phase'), render: (_, one) => (words.zh ? one.zh : one.en) },
            {
              title: t('drills:took'),
              render: (_, one) => (one.took_s === null ? t('drills:never') : words.duration(one.took_s * 1000)),
            },
            { title: t('drills:goal'), render: (_, one) => words.duration(one.goal_s * 1000) },
            {
              width: 140,
              render: (_, one) => (
                <Progress
                  size="small"
                  aria-label={words.zh ? one.zh : one.en}
                  percent={one.took_s === null ? 100 : Math.min(100, Math.round((100 * one.took_s) / one.goal_s))}
                  status={one.lost > 0 ? 'exception' : 'success'}
                  showInfo={false}
                />
              ),
            },
            {
              title: t('drills:points'),
              align: 'right',
              render: (_, one) => `${words.number(one.points - one.lost)} / ${words.number(one.points)}`,
            },
          ]}
        />
      )}
      {sheet.deductions.map((one) => (
        <Flex key={one.rule} justify="space-between" gap="small" style={{ marginBlockStart: 6 }}>
          <span>
            {words.zh ? one.zh : one.en}
            {one.count > 1 && ` × ${one.count}`}
          </span>
          <strong>−{words.number(one.lost)}</strong>
        </Flex>
      ))}
    </Panel>
  )
}
