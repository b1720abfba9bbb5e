import { useQuery } from '@tanstack/react-query'
import { Button, Flex, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Empty, Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { proposalsQuery } from './api'
import { ExceptionForm } from './ExceptionForm'
import styles from './rules.module.css'

interface Props {
  rule: Schemas['RuleRead']
  ruleId: string
}

/** Filters found in what dismissed alerts have in common, each tried on the confirmed ones. */
export const RuleProposals = ({ rule, ruleId }: Props) => {
  const { t } = useTranslation()
  const proposals = useQuery(proposalsQuery(ruleId))
  const [chosen, choose] = useState<Schemas['ProposedFilter'] | undefined>()
  return (
    <Flex vertical gap="middle">
      <Loaded query={proposals}>
        {(data) => (
          <>
            <Typography.Text type="secondary">
              {t('rules:proposals.from', {
                dismissed: data.dismissed,
                confirmed: data.confirmed,
                open: data.open,
              })}
            </Typography.Text>
            {data.items.length === 0 && (
              <Empty title={t('rules:proposals.none')}>
                {data.dismissed === 0 ? t('rules:proposals.judge') : t('rules:proposals.alike')}
              </Empty>
            )}
            {data.items.map((proposal) => (
              <div key={proposal.filter} className={styles['proposal']}>
                <div>
                  {proposal.conditions.map((condition) => (
                    <div key={condition.field}>
                      <UntrustedText text={condition.field} mono /> ={' '}
                      <UntrustedText text={condition.values.map(String).join(' | ')} mono limit={300} />
                    </div>
                  ))}
                  <Typography.Text type="secondary">
                    {t('rules:proposals.effect', {
                      dismissed: proposal.dismissed_hidden,
                      of: data.dismissed,
                      confirmed: proposal.confirmed_kept,
                      open: proposal.open_hidden,
                    })}
                  </Typography.Text>
                </div>
                <Button size="small" type="primary" onClick={() => choose(proposal)}>
                  {t('rules:proposals.take')}
                </Button>
              </div>
            ))}
          </>
        )}
      </Loaded>
      {chosen && <ExceptionForm rule={rule} conditions={chosen.conditions} onClose={() => choose(undefined)} />}
    </Flex>
  )
}
