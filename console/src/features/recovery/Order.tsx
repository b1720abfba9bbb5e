import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Flex, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useSearchState } from '@/shared/search'
import { Mark } from '@/shared/ui/Mark'
import { Panel } from '@/shared/ui/Panel'
import { Empty, Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { visible } from '@/shared/visible'
import { type Machine, orderQuery } from './api'
import styles from './recovery.module.css'
import { readRecoverySearch } from './search'

type Found = Schemas['RecoveryOrder']
type Step = Schemas['RecoveryStep']

/** Waves from left to right. Pointing at a step shows what it needs. */
export const Order = () => {
  const { t } = useTranslation()
  const [{ infected = [], clean = false }] = useSearchState(readRecoverySearch)
  const query = useQuery(orderQuery(infected, clean))
  const all = useQuery(orderQuery([], true))
  return (
    <>
      <Suppositions order={all.data} />
      <Loaded query={query} empty={(one) => one.waves.length + one.held.length === 0} whenEmpty={<NoMachine />}>
        {(order) => (
          <>
            <Stopped order={order} />
            {order.waves.length > 0 ? (
              <Waves order={order} />
            ) : (
              <Alert type="warning" showIcon title={t('recovery:order.none')} />
            )}
          </>
        )}
      </Loaded>
    </>
  )
}

const NoMachine = () => {
  const { t } = useTranslation()
  return <Empty title={t('recovery:order.empty')}>{t('recovery:order.empty.next')}</Empty>
}

/** What it would mean if more machines were infected, or if those held back were clean. */
const Suppositions = ({ order }: { order: Found | undefined }) => {
  const { t } = useTranslation()
  const [{ infected = [], clean }, change] = useSearchState(readRecoverySearch)
  const machines = (order?.waves ?? []).flatMap((wave) => wave.steps.flatMap((step) => step.machines))
  return (
    <Flex gap="small" wrap>
      <Segmented
        value={clean ? 'clean' : 'now'}
        onChange={(value) => change({ clean: value === 'clean' ? true : undefined }, { replace: true })}
        options={(['now', 'clean'] as const).map((value) => ({ value, label: t(`recovery:order.suppose.${value}`) }))}
      />
      <Select
        mode="multiple"
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        style={{ width: 'min(460px, 100%)' }}
        aria-label={t('recovery:order.infected')}
        placeholder={t('recovery:order.infected')}
        value={infected}
        onChange={(chosen: string[]) => change({ infected: chosen.length > 0 ? chosen : undefined }, { replace: true })}
        options={machines.map((one) => ({ value: one.id, label: visible(one.name) }))}
      />
    </Flex>
  )
}

const Stopped = ({ order }: { order: Found }) => {
  const { t } = useTranslation()
  if (order.held.length + order.blocked.length === 0) return null
  return (
    <div className={styles['stopped']}>
      <Panel title={t('recovery:order.held', { count: order.held.length })}>
        <ul>
          {order.held.map(({ machine, incidents, certainty }) => (
            <li key={machine.id}>
              <UntrustedText text={machine.name} limit={60} />{' '}
              <span className={styles['soft']}>{Math.round(certainty * 100)}%</span>{' '}
              {incidents.length === 0 && <span className={styles['soft']}>{t('recovery:order.said')}</span>}
              {incidents.map((one) => (
                <Link
                  key={one}
                  to={'/incidents/$incidentId' as never}
                  params={{ incidentId: one } as never}
                  style={{ textDecoration: 'underline' }}
                >
                  {one.slice(0, 8)}…{' '}
                </Link>
              ))}
            </li>
          ))}
        </ul>
      </Panel>
      {order.blocked.length > 0 && (
        <Panel title={t('recovery:order.blocked', { count: order.blocked.length })}>
          <ul>
            {order.blocked.map(({ machine, by, by_others, foundation }) => (
              <li key={machine.id}>
                <UntrustedText text={machine.name} limit={60} />{' '}
                <span className={styles['soft']}>
                  {foundation ? t(`recovery:order.lacks.${foundation}`) : t('recovery:order.needs')}{' '}
                  <Names machines={by} others={by_others} />
                </span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </div>
  )
}

const Waves = ({ order }: { order: Found }) => {
  const { t } = useTranslation()
  const [pointed, setPointed] = useState<Step | undefined>()
  const needed = new Set(pointed?.after.map((one) => one.id))
  const mark = (step: Step) => {
    if (step === pointed) return 'pointed'
    return step.machines.some((one) => needed.has(one.id)) ? 'needed' : undefined
  }
  return (
    <ol className={styles['waves']} aria-label={t('recovery:order')}>
      {order.waves.map((wave) => (
        <li key={wave.number} className={styles['wave']}>
          <h3>{t('recovery:order.wave', { number: wave.number })}</h3>
          {wave.steps.map((step) => (
            // biome-ignore lint/a11y/noStaticElementInteractions: pointing only marks what the text of the step says too
            <div
              key={step.machines.map((one) => one.id).join(' ')}
              className={styles['step']}
              data-mark={mark(step)}
              onMouseEnter={() => setPointed(step)}
              onMouseLeave={() => setPointed(undefined)}
            >
              {step.foundation && <Mark tone="low">{t(`recovery:foundation.${step.foundation}`)}</Mark>}
              {step.circle && <Mark tone="high">{t('recovery:order.circle')}</Mark>}
              {step.machines.map((one) => (
                <div key={one.id}>
                  <UntrustedText text={one.name} limit={60} />
                </div>
              ))}
              {step.others > 0 && (
                <div className={styles['soft']}>{t('recovery:order.others', { count: step.others })}</div>
              )}
              {(step.after.length > 0 || step.after_others > 0) && (
                <div className={styles['soft']}>
                  {t('recovery:order.after')} <Names machines={step.after} others={step.after_others} />
                </div>
              )}
            </div>
          ))}
        </li>
      ))}
    </ol>
  )
}

const Names = ({ machines, others }: { machines: readonly Machine[]; others: number }) => {
  const { t } = useTranslation()
  const names = machines.map((one) => one.name)
  return (
    <UntrustedText
      text={[...names, ...(others > 0 ? [t('recovery:order.others', { count: others })] : [])].join(', ')}
      limit={300}
    />
  )
}
