import { Link } from '@tanstack/react-router'
import { Collapse, Flex, Table, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { Share, Verdict } from '@/shared/ui/Verdict'
import { useWords } from '@/shared/words'
import { ControlReview } from './ControlReview'

/** The six activities, each control with what evidence, registers, items and people say. */
export const Activities = ({ data }: { data: Schemas['CiiDetail'] }) => {
  const words = useWords()
  return (
    <Collapse
      size="small"
      defaultActiveKey={data.activities.map((one) => one.id)}
      items={data.activities.map((one) => ({
        key: one.id,
        label: `${one.clause} ${words.zh ? one.zh : one.en}`,
        extra: <Share counted={one.counted} />,
        children: <Controls system={data.brief.system} controls={one.controls} />,
      }))}
    />
  )
}

const Controls = ({ system, controls }: { system: string; controls: Schemas['CiiControlRead'][] }) => {
  const { t } = useTranslation()
  const words = useWords()
  return (
    <Table<Schemas['CiiControlRead']>
      size="small"
      rowKey="id"
      showHeader={false}
      dataSource={controls}
      pagination={false}
      expandable={{
        rowExpandable: () => true,
        expandedRowRender: (one) => <Answers system={system} one={one} />,
      }}
      columns={[
        { width: 110, dataIndex: 'id' },
        { width: 150, render: (_, one) => <span className="fs-soft">{words.zh ? one.topic_zh : one.topic_en}</span> },
        {
          render: (_, one) => (
            <>
              {words.zh ? one.zh : one.en} <span className="fs-soft">{one.basis}</span>{' '}
              {one.verify && <Tag>{t('compliance:unconfirmed')}</Tag>}
            </>
          ),
        },
        {
          width: 200,
          render: (_, one) => (
            <Flex gap="small">
              <Verdict verdict={one.verdict} />
              {one.outdated && <span className="fs-soft">{t('cii:outdated')}</span>}
            </Flex>
          ),
        },
      ]}
    />
  )
}

const Answers = ({ system, one }: { system: string; one: Schemas['CiiControlRead'] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const maySearch = useMay('events:read')
  const mayReview = useMay('compliance:review')
  return (
    <Flex vertical gap="small">
      {one.own && (
        <Flex gap="small">
          <Verdict verdict={one.own} /> <UntrustedText text={words.zh ? one.own_zh : one.own_en} limit={300} />
        </Flex>
      )}
      {one.answers.map((answer) => (
        <Flex key={answer.rule} gap="small" wrap>
          <Verdict verdict={answer.verdict} /> {words.zh ? answer.zh : answer.en}:{' '}
          <UntrustedText text={words.zh ? answer.reason_zh : answer.reason_en} limit={300} />
          {maySearch && (
            <Link to="/events" search={{ q: answer.query, from: answer.start, to: answer.end } as never}>
              {t('compliance:open_events')}
            </Link>
          )}
        </Flex>
      ))}
      {one.items.map((item) => (
        <Flex key={item.item} gap="small" wrap>
          <Verdict verdict={item.verdict} />
          <Link
            to="/compliance/$systemId"
            params={{ systemId: system }}
            search={{ tab: 'items', item: item.item } as never}
          >
            {item.item}
          </Link>
          {words.zh ? item.zh : item.en}
        </Flex>
      ))}
      {mayReview && <ControlReview system={system} control={one.id} />}
    </Flex>
  )
}
