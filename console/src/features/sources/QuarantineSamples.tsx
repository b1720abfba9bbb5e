import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Popconfirm, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/shared/session'
import { More } from '@/shared/ui/More'
import { useRefusal } from '@/shared/ui/Refusal'
import { Loaded } from '@/shared/ui/states'
import { type HeldState, samplesQuery, useReplay } from './api'
import { HeldRecord } from './HeldRecord'
import styles from './sources.module.css'

interface Props {
  source: string
  reason: string | undefined
}

const STATES = ['waiting', 'queued', 'failed_again', 'became_events', 'marked'] as const satisfies readonly HeldState[]

/** Records that could not be read, latest first; and having them read again. */
export const QuarantineSamples = ({ source, reason }: Props) => {
  const { t } = useTranslation()
  const [state, setState] = useState<HeldState | undefined>()
  const samples = useInfiniteQuery(samplesQuery(source, reason, state))
  return (
    <section className={styles['section']}>
      <div className={styles['heading']}>
        <h2>{t('sources:samples')}</h2>
        <Select
          size="small"
          allowClear
          style={{ width: 140 }}
          value={state ?? null}
          placeholder={t('sources:filter.state.all')}
          aria-label={t('sources:filter.state')}
          options={STATES.map((one) => ({ value: one, label: t(`sources:held.${one}`) }))}
          onChange={(chosen) => setState(chosen ?? undefined)}
        />
        <ReplayAll source={source} reason={reason} />
      </div>
      <Loaded query={samples} empty={(data) => data.pages.every((page) => page.items.length === 0)}>
        {(data) => (
          <>
            <ol className={styles['samples']}>
              {data.pages
                .flatMap((page) => page.items)
                .map((held) => (
                  <HeldRecord key={held.id} held={held} />
                ))}
            </ol>
            <More of={samples} />
          </>
        )}
      </Loaded>
    </section>
  )
}

const ReplayAll = ({ source, reason }: Props) => {
  const { t } = useTranslation()
  const may = useMay('quarantine:replay')
  const replay = useReplay()
  const wordsOf = useRefusal()
  if (!may) return null
  return (
    <Popconfirm
      title={t('sources:replay.sure')}
      styles={{ root: { maxWidth: 360 } }}
      onConfirm={() => replay.mutate({ source, ...(reason === undefined ? {} : { reason }) })}
    >
      <Button size="small" loading={replay.isPending}>
        {reason === undefined
          ? t('sources:replay.all.any')
          : t('sources:replay.all', { reason: wordsOf(reason) ?? reason })}
      </Button>
    </Popconfirm>
  )
}
