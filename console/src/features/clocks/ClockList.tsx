import { Button, Flex, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '@/shared/time/Moment'
import { Mark } from '@/shared/ui/Mark'
import { useWords } from '@/shared/words'
import type { Case, Clock } from './api'
import { ClockTag } from './ClockTag'
import { ReportForm } from './ReportForm'

/** What has to be reported of one incident, to whom, by when. */
export const ClockList = ({ one }: { one: Case }) => {
  const { t } = useTranslation()
  const words = useWords()
  const [writing, setWriting] = useState<Clock>()
  return (
    <>
      <Table<Clock>
        size="small"
        rowKey={(clock) => clock.rule.id}
        dataSource={one.clocks}
        pagination={false}
        columns={[
          {
            title: t('clocks:column.rule'),
            render: (_, clock) => (
              <Flex vertical>
                <span>
                  <strong>{clock.rule.id}</strong> {words.zh ? clock.rule.to : clock.rule.to_en}
                </span>
                <small>{words.zh ? clock.rule.basis : clock.rule.basis_en}</small>
                {clock.rule.verify && (
                  <span>
                    <Mark tone="medium">{t('clocks:verify')}</Mark>{' '}
                    <small>{words.zh ? clock.rule.verify : clock.rule.verify_en}</small>
                  </span>
                )}
              </Flex>
            ),
          },
          { title: t('clocks:column.what'), width: 90, render: (_, clock) => t(`clocks:what.${clock.rule.what}`) },
          {
            title: t('clocks:column.due'),
            width: 150,
            render: (_, clock) =>
              clock.due === null ? (
                t('clocks:timely')
              ) : clock.rule.deadline_minutes === 0 ? (
                t('clocks:at_once')
              ) : (
                <Moment at={clock.due} precision="minute" />
              ),
          },
          { title: t('clocks:column.state'), width: 190, render: (_, clock) => <ClockTag clock={clock} /> },
          {
            width: 90,
            render: (_, clock) => (
              <Button size="small" onClick={() => setWriting(clock)}>
                {t('clocks:report')}
              </Button>
            ),
          },
        ]}
      />
      {writing && <ReportForm incident={one.incident} clock={writing} onClose={() => setWriting(undefined)} />}
    </>
  )
}
