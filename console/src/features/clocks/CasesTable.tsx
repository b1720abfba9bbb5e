import { Button, Flex, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { Moment } from '@/shared/time/Moment'
import { GradeTag, LevelTag } from '@/shared/ui/LevelTag'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import type { Case } from './api'
import { ClockTag } from './ClockTag'
import { pressing } from './remaining'

export const CasesTable = ({ items, onOpen }: { items: readonly Case[]; onOpen: (incident: string) => void }) => {
  const { t } = useTranslation()
  const words = useWords()
  return (
    <Table<Case>
      size="small"
      rowKey="incident"
      dataSource={items}
      scroll={{ x: 1100 }}
      pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
      columns={[
        {
          title: t('clocks:column.incident'),
          width: 380,
          render: (_, one) => (
            <Button
              type="link"
              size="small"
              style={{ height: 'auto', padding: 0, textAlign: 'left', whiteSpace: 'normal' }}
              onClick={() => onOpen(one.incident)}
            >
              <UntrustedText text={words.title(one)} limit={300} />
            </Button>
          ),
        },
        { title: t('clocks:column.level'), width: 90, render: (_, one) => <LevelTag level={one.level} /> },
        { title: t('clocks:column.grade'), width: 190, render: (_, one) => <CaseGrade one={one} /> },
        { title: t('clocks:column.unit'), width: 150, render: (_, one) => <UnitName id={one.unit} /> },
        {
          title: t('clocks:column.known_at'),
          width: 170,
          render: (_, one) => <Moment at={one.known_at} precision="minute" />,
        },
        { title: t('clocks:column.next'), width: 330, render: (_, one) => <Next one={one} /> },
      ]}
    />
  )
}

export const CaseGrade = ({ one }: { one: Pick<Case, 'grade' | 'proposed_grade'> }) => {
  const { t } = useTranslation()
  return (
    <Flex gap={6} align="center">
      <GradeTag grade={(one.grade ?? one.proposed_grade) as 1 | 2 | 3 | 4} />
      {one.grade === null && <span>{t('clocks:proposed')}</span>}
    </Flex>
  )
}

const Next = ({ one }: { one: Case }) => {
  const { t } = useTranslation()
  const words = useWords()
  const clock = pressing(one.clocks)
  if (!clock) return <span>{t('clocks:nothing_due')}</span>
  return (
    <Flex vertical>
      <ClockTag clock={clock} />
      <span>{words.zh ? clock.rule.to : clock.rule.to_en}</span>
    </Flex>
  )
}
