import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Flex, Popconfirm, Table, Typography } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { Span } from '@/shared/time/Span'
import { Mark } from '@/shared/ui/Mark'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { type Duty, dutyQuery, useRemoveShift } from './api'
import { ModePanel } from './ModePanel'
import { ShiftForm } from './ShiftForm'
import { ZeroReports } from './ZeroReports'

const SHOWN_GAPS = 6

export const DutyPage = () => {
  const { t } = useTranslation()
  const query = useQuery(dutyQuery())
  return (
    <Page title={t('duty:title')}>
      <Loaded query={query}>
        {(duty) => (
          <Flex vertical gap="middle">
            <Heading>{t('duty:mode')}</Heading>
            <ModePanel duty={duty} />
            <ZeroReports heading={<Heading>{t('duty:zero')}</Heading>} />
            <Heading>{t('duty:roster')}</Heading>
            <Gaps duty={duty} />
            <Roster duty={duty} />
          </Flex>
        )}
      </Loaded>
    </Page>
  )
}

const Heading = ({ children }: { children: ReactNode }) => (
  <Typography.Title level={2} style={{ fontSize: 15, margin: 0 }}>
    {children}
  </Typography.Title>
)

const Gaps = ({ duty }: { duty: Duty }) => {
  const { t } = useTranslation()
  if (duty.gaps.length === 0) return <Alert type="success" showIcon title={t('duty:no_gaps')} />
  return (
    <Alert
      type="warning"
      showIcon
      title={t('duty:gaps', { count: duty.gaps.length })}
      description={duty.gaps.slice(0, SHOWN_GAPS).map((gap) => (
        <div key={gap.start}>
          <Span first={gap.start} last={gap.end} precision="minute" /> ·{' '}
          {t('duty:gap', { have: gap.have, need: gap.need })}
          {gap.lead && ` · ${t('duty:gap.lead')}`}
        </div>
      ))}
    />
  )
}

const Roster = ({ duty }: { duty: Duty }) => {
  const { t } = useTranslation()
  const may = useMay('duty:change')
  const remove = useRemoveShift()
  const now = new Set(duty.now.map((one) => one.id))
  return (
    <>
      {may && <ShiftForm />}
      <Table<Schemas['ShiftRead']>
        size="small"
        rowKey="id"
        dataSource={duty.shifts}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        locale={{ emptyText: t('duty:nobody') }}
        columns={[
          {
            title: t('duty:person'),
            render: (_, one) => (
              <Flex gap={6}>
                <UntrustedText text={one.person} limit={100} />
                {one.lead && <Mark tone="informational">{t('duty:lead')}</Mark>}
                {now.has(one.id) && <Mark tone="low">{t('duty:now')}</Mark>}
              </Flex>
            ),
          },
          { title: t('duty:phone'), render: (_, one) => <UntrustedText text={one.phone || '—'} limit={40} /> },
          { title: t('duty:unit'), render: (_, one) => <UnitName id={one.unit} /> },
          { title: t('duty:start'), render: (_, one) => <Moment at={one.start} precision="minute" /> },
          { title: t('duty:end'), render: (_, one) => <Moment at={one.end} precision="minute" /> },
          {
            width: 90,
            render: (_, one) =>
              may && (
                <Popconfirm title={t('duty:remove.sure')} onConfirm={() => remove.mutate(one.id)}>
                  <Button size="small">{t('duty:remove')}</Button>
                </Popconfirm>
              ),
          },
        ]}
      />
    </>
  )
}
