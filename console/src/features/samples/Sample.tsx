import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Dropdown, Flex, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { Page } from '@/shared/ui/Page'
import { Person } from '@/shared/ui/Person'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { Verdict } from '@/shared/ui/Verdict'
import { useWords } from '@/shared/words'
import { sampleQuery } from './api'
import { NoteForm } from './NoteForm'

const FORMATS = ['xlsx', 'docx', 'pdf', 'json'] as const

/** One sample: every drawn item with its evidence now and when it was drawn, and the notes. */
export const Sample = ({ id }: { id: string }) => {
  const { t, i18n } = useTranslation()
  const words = useWords()
  const query = useQuery(sampleQuery(id))
  const mayExport = useMay('compliance:export')
  const file = (format: string) => `/api/v1/samples/${id}/file?format=${format}&language=${i18n.language}`
  return (
    <Page
      title={
        <>
          <Link to="/samples">{t('samples:title')}</Link> /{' '}
          <UntrustedText text={query.data?.brief.title ?? id} limit={120} />
        </>
      }
      extra={
        mayExport && (
          <Dropdown
            menu={{
              items: FORMATS.map((format) => ({
                key: format,
                label: (
                  <a href={file(format)} download>
                    {format.toUpperCase()}
                  </a>
                ),
              })),
            }}
          >
            <Button size="small" icon={<DownloadOutlined />}>
              {t('samples:export')}
            </Button>
          </Dropdown>
        )
      }
    >
      <Loaded query={query}>
        {(data) => (
          <Flex vertical gap="small">
            <span className="fs-soft">
              {t('samples:drawn_by', {
                person: data.brief.made_by.replace(/^account:/, ''),
                size: data.brief.size,
                of: data.brief.of,
              })}{' '}
              <Moment at={data.brief.made} /> · {t('samples:seed')} <UntrustedText text={data.brief.seed} mono />
            </span>
            <Table<Schemas['SampledItem']>
              size="small"
              rowKey={(one) => `${one.system} ${one.item}`}
              dataSource={data.items}
              pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
              scroll={{ x: 1100 }}
              expandable={{ expandedRowRender: (one) => <Evidence sample={id} one={one} /> }}
              columns={[
                {
                  title: t('samples:system'),
                  width: 220,
                  render: (_, one) => (
                    <UntrustedText
                      text={one.now ? words.name({ name: one.system_name, name_zh: one.system_name_zh }) : one.system}
                      limit={100}
                    />
                  ),
                },
                {
                  title: t('samples:item'),
                  width: 150,
                  render: (_, one) => (
                    <Link
                      to="/compliance/$systemId"
                      params={{ systemId: one.system }}
                      search={{ tab: 'items', item: one.item } as never}
                    >
                      {one.item}
                    </Link>
                  ),
                },
                {
                  title: t('samples:requirement'),
                  render: (_, one) => one.now && (words.zh ? one.now.zh : one.now.en),
                },
                { title: t('samples:then'), width: 110, render: (_, one) => <Verdict verdict={one.drawn} /> },
                {
                  title: t('samples:now'),
                  width: 110,
                  render: (_, one) => (one.now ? <Verdict verdict={one.now.verdict} /> : '—'),
                },
                {
                  title: t('samples:judgement'),
                  width: 110,
                  render: (_, one) => {
                    const last = one.notes.at(-1)
                    return last ? t(`samples:judgement.${last.judgement}`) : '—'
                  },
                },
              ]}
            />
          </Flex>
        )}
      </Loaded>
    </Page>
  )
}

const Evidence = ({ sample, one }: { sample: string; one: Schemas['SampledItem'] }) => {
  const { t } = useTranslation()
  const words = useWords()
  return (
    <Flex vertical gap={6}>
      {(words.zh ? one.reasons_zh : one.reasons_en).map((reason) => (
        <UntrustedText key={reason} text={reason} limit={300} />
      ))}
      <span className="fs-soft">
        {t('samples:documents', { number: one.documents })} · {one.changed && t('samples:changed')}{' '}
        {one.evidence.map((digest) => `${digest.slice(0, 12)}…`).join(' ')}
      </span>
      {one.notes.map((note) => (
        <span key={note.time}>
          <Moment at={note.time} /> {t(`samples:judgement.${note.judgement}`)} <Person actor={note.person} />:{' '}
          <UntrustedText text={note.text} limit={600} />
        </span>
      ))}
      <NoteForm sample={sample} system={one.system} item={one.item} />
    </Flex>
  )
}
