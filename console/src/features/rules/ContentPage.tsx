import { ImportOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { Page } from '@/shared/ui/Page'
import { Empty, Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { packsQuery, useRemovePack } from './api'
import { ContentImport } from './ContentImport'
import { RulesNav } from './RulesNav'

type Pack = Schemas['PackRead']

/** The rule packs that are installed, and installing another. */
export const ContentPage = () => {
  const { t, i18n } = useTranslation()
  const { modal } = App.useApp()
  const [importing, setImporting] = useState(false)
  const packs = useQuery(packsQuery())
  const may = useMay('rules:change')
  const remove = useRemovePack()
  const count = (title: string, name: string) => ({
    title,
    width: 90,
    align: 'right' as const,
    render: (_: unknown, pack: Pack) => (pack.counts[name] ?? 0).toLocaleString(i18n.language),
  })
  return (
    <Page
      title={t('rules:content.title')}
      extra={
        may && (
          <Button size="small" type="primary" icon={<ImportOutlined />} onClick={() => setImporting(true)}>
            {t('rules:content.import')}
          </Button>
        )
      }
      toolbar={<RulesNav />}
    >
      <Loaded query={packs}>
        {(data) =>
          data.items.length === 0 ? (
            <Empty title={t('rules:content.none')}>{t('rules:content.how')}</Empty>
          ) : (
            <Table<Pack>
              size="small"
              rowKey="name"
              dataSource={data.items}
              pagination={false}
              scroll={{ x: 900 }}
              columns={[
                {
                  title: t('rules:pack'),
                  render: (_, pack) => (
                    <Link to="/rules" search={{ pack: pack.name }}>
                      {pack.name}
                    </Link>
                  ),
                },
                { title: t('rules:content.version'), width: 150, render: (_, pack) => pack.version || '—' },
                count(t('rules:state.active'), 'active'),
                count(t('rules:state.inactive'), 'inactive'),
                count(t('rules:state.rejected'), 'rejected'),
                {
                  title: t('rules:content.imported'),
                  width: 170,
                  render: (_, pack) => <Moment at={pack.imported} />,
                },
                {
                  title: t('rules:exception.by'),
                  width: 140,
                  render: (_, pack) => <UntrustedText text={pack.imported_by} ellipsis />,
                },
                ...(may
                  ? [
                      {
                        title: '',
                        width: 90,
                        render: (_: unknown, pack: Pack) => (
                          <Button
                            size="small"
                            danger
                            onClick={() =>
                              modal.confirm({
                                title: t('rules:content.remove.title', { name: pack.name }),
                                content: t('rules:content.remove.help'),
                                okText: t('rules:content.remove'),
                                okButtonProps: { danger: true },
                                onOk: () => remove.mutateAsync(pack.name).catch(() => undefined),
                              })
                            }
                          >
                            {t('rules:content.remove')}
                          </Button>
                        ),
                      },
                    ]
                  : []),
              ]}
            />
          )
        }
      </Loaded>
      {importing && <ContentImport onClose={() => setImporting(false)} />}
    </Page>
  )
}
