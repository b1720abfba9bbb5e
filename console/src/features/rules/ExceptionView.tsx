import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, DatePicker, Descriptions, Flex, Popover, Table } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { LevelTag } from '@/shared/ui/LevelTag'
import { Loaded } from '@/shared/ui/states'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { hiddenQuery, useEndException, useExtendException } from './api'
import styles from './rules.module.css'
import { YamlText } from './YamlText'

/** One exception: who says so and why, its filter, and the alerts it kept back. */
export const ExceptionView = ({ exception }: { exception: Schemas['ExceptionRead'] }) => {
  const { t } = useTranslation()
  const may = useMay('exceptions:change')
  const hidden = useQuery(hiddenQuery(exception.id))
  const text = (key: string, label: string, value: string) => ({
    key,
    label,
    children: value === '' ? '—' : <UntrustedText text={value} />,
  })
  return (
    <div className={styles['view']}>
      {may && exception.state !== 'ended' && <Actions exception={exception} />}
      <Descriptions
        size="small"
        column={2}
        items={[
          { key: 'state', label: t('rules:column.state'), children: t(`rules:exception.state.${exception.state}`) },
          { key: 'expires', label: t('rules:exception.expires'), children: <Moment at={exception.expires} /> },
          { key: 'unit', label: t('rules:exception.unit'), children: <UnitName id={exception.unit} /> },
          text('owner', t('rules:exception.owner'), exception.owner),
          { key: 'created', label: t('rules:exception.created'), children: <Moment at={exception.created} /> },
          text('by', t('rules:exception.by'), exception.created_by),
          { ...text('reason', t('rules:exception.reason'), exception.reason), span: 2 },
          ...(exception.entities.length > 0
            ? [{ ...text('entities', t('rules:exception.entities'), exception.entities.join(', ')), span: 2 }]
            : []),
          {
            key: 'rules',
            span: 2,
            label: t('rules:column.title'),
            children: (
              <ul className={styles['plain']}>
                {exception.rules.map((rule, at) => (
                  <li key={rule}>
                    <Link to="/rules" search={{ open: rule, tab: 'exceptions' }}>
                      <UntrustedText text={exception.rule_titles[at] ?? rule} />
                    </Link>
                  </li>
                ))}
              </ul>
            ),
          },
        ]}
      />
      <h2>{t('rules:preview.filter')}</h2>
      <YamlText text={exception.filter} />
      <h2>
        {t('rules:exception.hidden_alerts')} ({exception.hidden})
      </h2>
      <Loaded query={hidden}>
        {(data) =>
          data.items.length === 0 ? (
            <span className="fs-soft">{t('rules:exception.nothing')}</span>
          ) : (
            <Table
              size="small"
              rowKey="id"
              dataSource={data.items}
              pagination={false}
              columns={[
                { title: t('rules:time'), width: 160, render: (_, one) => <Moment at={one.time} /> },
                { title: t('rules:column.level'), width: 84, render: (_, one) => <LevelTag level={one.level} /> },
                { title: t('rules:alert'), render: (_, one) => <UntrustedText text={one.summary} limit={300} /> },
              ]}
            />
          )
        }
      </Loaded>
    </div>
  )
}

const Actions = ({ exception }: { exception: Schemas['ExceptionRead'] }) => {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const end = useEndException(exception.id)
  const extend = useExtendException(exception.id)
  const [until, setUntil] = useState<Dayjs>(() => dayjs().add(30, 'day'))
  return (
    <Flex gap="small">
      <Popover
        trigger="click"
        content={
          <Flex gap="small">
            <DatePicker
              allowClear={false}
              value={until}
              minDate={dayjs().add(1, 'day')}
              maxDate={dayjs().add(365, 'day')}
              onChange={(chosen) => chosen && setUntil(chosen)}
            />
            <Button type="primary" loading={extend.isPending} onClick={() => extend.mutate(until.toISOString())}>
              {t('rules:exception.extend')}
            </Button>
          </Flex>
        }
      >
        <Button size="small">{t('rules:exception.extend')}</Button>
      </Popover>
      <Button
        size="small"
        danger
        loading={end.isPending}
        onClick={() =>
          modal.confirm({
            title: t('rules:exception.end'),
            content: t('rules:exception.end.help'),
            okText: t('rules:exception.end'),
            okButtonProps: { danger: true },
            onOk: () => end.mutateAsync(undefined).catch(() => undefined),
          })
        }
      >
        {t('rules:exception.end')}
      </Button>
    </Flex>
  )
}
