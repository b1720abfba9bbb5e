import { Link } from '@tanstack/react-router'
import { Button, Flex, Input, Select, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { Panel } from '@/shared/ui/Panel'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { Verdict } from '@/shared/ui/Verdict'
import { useWords } from '@/shared/words'
import { useReview } from './api'
import styles from './data.module.css'

interface Props {
  data: Schemas['DataSetDetail']
  phase: string | undefined
}

/** The controls of the chosen phase, or of all, each with what answers it and the events behind that. */
export const PhaseControls = ({ data, phase }: Props) => {
  const { t } = useTranslation()
  const words = useWords()
  const { zh } = words
  const shown = data.phases.filter((one) => phase === undefined || one.state.phase === phase)
  return (
    <Flex vertical gap="small">
      {shown.map((one) => (
        <Panel
          key={one.state.phase}
          title={zh ? one.state.zh : one.state.en}
          extra={<span title={t('data:basis')}>{zh ? one.basis : one.basis_en}</span>}
        >
          {one.controls.map((control) => (
            <Control key={control.id} dataSet={data.brief.id} control={control} documents={data.documents} />
          ))}
        </Panel>
      ))}
      <p className="fs-soft" title={words.verify(data)}>
        {t('data:unconfirmed')}
      </p>
    </Flex>
  )
}

interface ControlProps {
  dataSet: string
  control: Schemas['DataControlRead']
  documents: Schemas['DocumentRead'][]
}

const Control = ({ dataSet, control, documents }: ControlProps) => {
  const { t } = useTranslation()
  const { zh } = useWords()
  const mayChange = useMay('data:change')
  const [asked, setAsked] = useState(false)
  const papers = documents.filter((one) => control.documents.includes(one.id))
  const applies = control.verdict !== 'not_applicable'
  return (
    <div className={styles['control']}>
      <Flex justify="space-between" gap="small" wrap>
        <b>{zh ? control.zh : control.en}</b>
        <Flex gap="small" align="center">
          {control.outdated && <Tag>{t('data:outdated')}</Tag>}
          <Verdict verdict={control.verdict} />
          {mayChange && applies && (
            <Button size="small" onClick={() => setAsked(!asked)}>
              {t('data:review')}
            </Button>
          )}
        </Flex>
      </Flex>
      {applies && control.answers.map((one) => <Answer key={one.rule} one={one} />)}
      {papers.map((one) => (
        <p key={one.id}>
          {t('data:paper')} <UntrustedText text={`${one.dated} ${one.title}`} limit={200} />
        </p>
      ))}
      {control.reviewed && (
        <p>
          {t('data:reviewed')} <Moment at={control.reviewed.time} /> <Verdict verdict={control.reviewed.verdict} />{' '}
          <UntrustedText text={`${control.reviewed.person} ${control.reviewed.note}`} limit={400} />
        </p>
      )}
      {applies && control.answers.length === 0 && papers.length === 0 && !control.reviewed && (
        <p className="fs-soft">{t('data:by_paper')}</p>
      )}
      {(control.verdict === 'not_met' || control.verdict === 'partly_met') && (
        <p className="fs-soft">
          {t('data:measure')} {zh ? control.measure_zh : control.measure_en}
        </p>
      )}
      {asked && <ReviewForm dataSet={dataSet} control={control} onDone={() => setAsked(false)} />}
    </div>
  )
}

const Answer = ({ one }: { one: Schemas['AnswerRead'] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const maySearch = useMay('events:read')
  return (
    <p>
      <Verdict verdict={one.verdict} /> {words.zh ? one.zh : one.en} ·{' '}
      <UntrustedText text={words.zh ? one.reason_zh : one.reason_en} limit={500} />
      {one.lost.length > 0 && (
        <span className={styles['bad']}>
          {' '}
          {t('data:lost')} <UntrustedText text={one.lost.join(', ')} limit={200} />
        </span>
      )}
      {maySearch && one.event_ids[0] !== undefined && (
        <>
          {' '}
          <Link to="/events" search={{ open: one.event_ids[0], from: one.start, to: one.end } as never}>
            {t('data:open_event')}
          </Link>
        </>
      )}
    </p>
  )
}

interface ReviewProps {
  dataSet: string
  control: Schemas['DataControlRead']
  onDone: () => void
}

const ReviewForm = ({ dataSet, control, onDone }: ReviewProps) => {
  const { t } = useTranslation()
  const review = useReview(dataSet)
  const [verdict, setVerdict] = useState<Schemas['Verdict']>(control.auto ?? 'met')
  const [note, setNote] = useState('')
  return (
    <Flex gap="small" style={{ marginBlockStart: 6 }}>
      <Select
        size="small"
        aria-label={t('data:result')}
        value={verdict}
        onChange={setVerdict}
        style={{ width: 130 }}
        options={(['met', 'partly_met', 'not_met', 'not_applicable'] as const).map((value) => ({
          value,
          label: t(`compliance:verdict.${value}`),
        }))}
      />
      <Input
        size="small"
        aria-label={t('data:interview')}
        placeholder={t('data:interview')}
        value={note}
        maxLength={2_000}
        onChange={(event) => setNote(event.target.value)}
      />
      <Button
        size="small"
        type="primary"
        disabled={note.trim() === ''}
        loading={review.isPending}
        onClick={() => review.mutate({ control: control.id, verdict, note }, { onSuccess: onDone })}
      >
        {t('data:save')}
      </Button>
    </Flex>
  )
}
