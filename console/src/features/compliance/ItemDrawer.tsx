import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Drawer, Flex, Form, Input, Select, Table, Tag, Timeline } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { drawerWidth } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { Verdict } from '@/shared/ui/Verdict'
import { useWords } from '@/shared/words'
import { itemQuery, useReview } from './api'
import styles from './compliance.module.css'
import { EvidenceEvents } from './EvidenceEvents'

interface Props {
  system: string
  item: string | undefined
  onClose: () => void
}

/** One item: what the evidence says and the events behind it, what people say, how it came to this. */
export const ItemDrawer = ({ system, item, onClose }: Props) => {
  const words = useWords()
  const detail = useQuery({ ...itemQuery(system, item ?? ''), enabled: item !== undefined })
  const found = detail.data?.item
  return (
    <Drawer
      open={item !== undefined}
      onClose={onClose}
      size={drawerWidth}
      title={found ? `${found.id} ${words.zh ? found.control_zh : found.control_en}` : item}
    >
      {item !== undefined && <Loaded query={detail}>{(data) => <Detail system={system} data={data} />}</Loaded>}
    </Drawer>
  )
}

const Detail = ({ system, data }: { system: string; data: Schemas['ItemDetail'] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const mayReview = useMay('compliance:review')
  const { item } = data
  return (
    <Flex vertical gap="middle">
      <p className={styles['text']}>{words.zh ? item.zh : item.en}</p>
      <Flex gap="middle" wrap>
        <Verdict verdict={item.verdict} />
        <span className="fs-soft">{t(`compliance:evidence.${data.evidence}`)}</span>
        {data.unit_id && <span className="fs-soft">{data.unit_id}</span>}
        {item.verify && <Tag>{t('compliance:unconfirmed')}</Tag>}
        {item.case && <span className="fs-soft">{t('compliance:case', { case: item.case })}</span>}
      </Flex>
      {data.not_applicable && <UntrustedText text={data.not_applicable} />}
      <section>
        <h3 className={styles['heading']}>{t('compliance:answers')}</h3>
        {data.answers.length === 0 && <p className="fs-soft">{t('compliance:no_rule')}</p>}
        {data.answers.map((one) => (
          <Answer key={one.rule} system={system} one={one} />
        ))}
        {data.hint && <p className="fs-soft">{data.hint}</p>}
      </section>
      {data.documents.length > 0 && (
        <section>
          <h3 className={styles['heading']}>{t('compliance:tab.papers')}</h3>
          {data.documents.map((one) => (
            <p key={one.id}>
              <UntrustedText text={`${one.dated} ${one.title}`} limit={200} />
            </p>
          ))}
        </section>
      )}
      {mayReview && <ReviewForm key={item.id} system={system} item={item} />}
      {data.reviews.length > 0 && (
        <section>
          <h3 className={styles['heading']}>{t('compliance:reviews')}</h3>
          {data.reviews.map((one) => (
            <p key={`${one.time}${one.subject}${one.basis}`}>
              <Moment at={one.time} /> <Verdict verdict={one.verdict} />{' '}
              <UntrustedText text={`${one.person} ${one.report} ${one.note}`} limit={400} />
            </p>
          ))}
        </section>
      )}
      <section>
        <h3 className={styles['heading']}>{t('compliance:history')}</h3>
        {data.history.length === 0 && <p className="fs-soft">{t('compliance:no_history')}</p>}
        <Timeline
          items={data.history.slice(0, 30).map((one) => ({
            key: `${one.time}${one.evidence}`,
            content: (
              <>
                <Moment at={one.time} /> <Verdict verdict={one.before} /> → <Verdict verdict={one.after} />
              </>
            ),
          }))}
        />
      </section>
      {data.sealed.length > 0 && (
        <section>
          <h3 className={styles['heading']}>{t('compliance:sealed')}</h3>
          <Table<Schemas['SealRead']>
            size="small"
            rowKey="digest"
            dataSource={data.sealed}
            pagination={{ pageSize: 5, hideOnSinglePage: true, showSizeChanger: false }}
            columns={[
              { title: t('compliance:column.time'), width: 170, render: (_, one) => <Moment at={one.taken} /> },
              {
                title: t('compliance:column.result'),
                width: 110,
                render: (_, one) => <Verdict verdict={one.verdict} />,
              },
              {
                title: 'SM3',
                render: (_, one) => <UntrustedText text={`${one.digest.slice(0, 24)}…`} mono />,
              },
              { title: t('compliance:column.record'), width: 90, align: 'right', dataIndex: 'record' },
            ]}
          />
        </section>
      )}
    </Flex>
  )
}

const Answer = ({ system, one }: { system: string; one: Schemas['AnswerRead'] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const maySearch = useMay('events:read')
  return (
    <div className={styles['answer']} data-verdict={one.verdict}>
      <Flex justify="space-between" gap="small">
        <b>{words.zh ? one.zh : one.en}</b>
        <Verdict verdict={one.verdict} />
      </Flex>
      <p>
        <UntrustedText text={words.zh ? one.reason_zh : one.reason_en} limit={600} />
      </p>
      <Flex gap="middle" wrap className="fs-soft">
        {one.threshold && <span>{t('compliance:threshold', { value: one.threshold })}</span>}
        <span>{t('compliance:count', { number: words.number(one.count) })}</span>
        {one.sources.length > 0 && <UntrustedText text={one.sources.join(', ')} limit={200} />}
        {one.lost.length > 0 && (
          <span data-bad="true">
            {t('compliance:lost')} <UntrustedText text={one.lost.join(', ')} limit={200} />
          </span>
        )}
        {maySearch && (
          <Link to="/events" search={{ q: one.query, from: one.start, to: one.end } as never}>
            {t('compliance:open_events')}
          </Link>
        )}
        {one.event_ids.length > 0 && <EvidenceEvents system={system} rule={one.rule} />}
      </Flex>
    </div>
  )
}

const ReviewForm = ({ system, item }: { system: string; item: Schemas['ItemBrief'] }) => {
  const { t } = useTranslation()
  const review = useReview(system)
  const [verdict, setVerdict] = useState<Schemas['Verdict']>(item.auto ?? 'met')
  const [note, setNote] = useState('')
  return (
    <Form
      layout="vertical"
      size="small"
      onFinish={() => review.mutate({ subject: item.id, verdict, note }, { onSuccess: () => setNote('') })}
    >
      <h3 className={styles['heading']}>{t('compliance:review')}</h3>
      <Flex gap="small" align="start">
        <Select
          aria-label={t('compliance:column.result')}
          value={verdict}
          onChange={setVerdict}
          style={{ width: 140 }}
          options={(['met', 'partly_met', 'not_met', 'not_applicable'] as const).map((value) => ({
            value,
            label: t(`compliance:verdict.${value}`),
          }))}
        />
        <Input
          aria-label={t('compliance:note')}
          placeholder={t('compliance:note')}
          value={note}
          maxLength={2000}
          onChange={(event) => setNote(event.target.value)}
        />
        <Button htmlType="submit" type="primary" disabled={!note.trim()} loading={review.isPending}>
          {t('compliance:confirm')}
        </Button>
      </Flex>
    </Form>
  )
}
