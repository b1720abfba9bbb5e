import { Segmented, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import styles from './incident.module.css'

type Named = Schemas['NamedRead']

/** The cheapest verified set of actions, and others; what each touches. */
export const Containment = ({ plans }: { plans: Schemas['ContainmentRead'][] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const [at, choose] = useState(0)
  const plan = plans[at] ?? plans[0]
  if (plan === undefined) return <p className={styles['aside2']}>{t('incidents:contain.none')}</p>
  const names = (found: Named[]) => found.map((one) => words.name(one)).join(' · ')
  return (
    <>
      {plans.length > 1 && (
        <Segmented<number>
          size="small"
          value={at}
          onChange={choose}
          options={plans.map((one, place) => ({
            value: place,
            label: t(place === 0 ? 'incidents:contain.best' : 'incidents:contain.other', {
              place,
              cost: one.cost,
            }),
          }))}
        />
      )}
      <p>
        {plan.verified ? <Tag color="success">{t('incidents:contain.verified')}</Tag> : null}
        {t('incidents:contain.cost', { cost: plan.cost, bound: plan.bound })}
      </p>
      <p className={styles['why']}>
        {t('incidents:contain.goals')} <UntrustedText text={names(plan.goals)} limit={400} />
      </p>
      {plan.open.length > 0 && (
        <p className={styles['why']}>
          {t('incidents:contain.open')} <UntrustedText text={names(plan.open)} limit={400} />
        </p>
      )}
      <ol className={styles['told']}>
        {plan.actions.map((one, place) => (
          <li key={`${one.action.kind} ${one.action.target.id ?? ''} ${one.action.detail ?? ''}`}>
            <strong>{place + 1}</strong>
            <span>
              {words.zh ? one.action.kind_zh : one.action.kind_text}{' '}
              <UntrustedText text={words.name(one.action.target)} />{' '}
              {one.action.detail && <code>{one.action.detail}</code>}{' '}
              {one.action.proposal && <Tag color="warning">{t('incidents:contain.proposal')}</Tag>}
              <span className={styles['why']}>
                {t('incidents:contain.price', { cost: one.action.cost })} ·{' '}
                {t('incidents:contain.side', {
                  services: one.action.side_effects.services.length,
                  people: words.number(one.action.side_effects.people),
                })}
                {one.action.side_effects.services.length > 0 && (
                  <>
                    {' '}
                    (<UntrustedText text={names(one.action.side_effects.services.slice(0, 5))} limit={200} />)
                  </>
                )}
                {one.action.side_effects.units.length > 0 && ' · '}
                {one.action.side_effects.units.slice(0, 4).map((unit, order) => (
                  <span key={unit}>
                    {order > 0 && ', '}
                    <UnitName id={unit} />
                  </span>
                ))}
              </span>
              {one.orders.map((order) => (
                <span key={Object.values(order.arguments).join(' ')} className={styles['why']}>
                  {t('incidents:contain.order')}{' '}
                  <UntrustedText
                    text={`${order.verb} ${Object.entries(order.arguments)
                      .map(([name, value]) => `${name}=${value}`)
                      .join(' ')}`}
                    limit={300}
                    mono
                  />
                </span>
              ))}
              {one.cuts.length > 0 && (
                <span className={styles['why']}>
                  {t('incidents:contain.cuts')} <UntrustedText text={names(one.cuts.slice(0, 6))} limit={300} />
                </span>
              )}
            </span>
          </li>
        ))}
      </ol>
    </>
  )
}
