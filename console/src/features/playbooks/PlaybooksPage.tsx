import { ImportOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { Alert, App, Button, Switch, Table, Tag, Upload } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { Page } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { playbooksQuery, useImport, useSetAuto } from './api'
import { NewButtons } from './editor/BeginButtons'
import { DraftsList } from './editor/DraftsList'

const TRUST = { trusted: 'success', unknown: 'warning', unsigned: 'default', invalid: 'error' } as const
const isTrust = (trust: string): trust is keyof typeof TRUST => trust in TRUST

export const PlaybooksPage = () => {
  const { t } = useTranslation()
  const query = useQuery(playbooksQuery())
  const { incident } = useSearch({ from: '/in/playbooks' })
  const mayChange = useMay('playbooks:change')
  const mayDraft = useMay('playbooks:draft')
  return (
    <Page
      title={t('playbooks:title')}
      extra={
        <>
          {mayChange && <ImportButton />}
          <NewButtons />
        </>
      }
    >
      {mayDraft && <DraftsList />}
      {incident && <Alert type="info" showIcon title={t('playbooks:for_incident', { incident })} />}
      <Loaded query={query} empty={(found) => found.items.length === 0}>
        {(found) => <PlaybooksTable items={found.items} incident={incident} />}
      </Loaded>
    </Page>
  )
}

interface PlaybooksTableProps {
  items: Schemas['PlaybookRead'][]
  incident: string | undefined
}

const PlaybooksTable = ({ items, incident }: PlaybooksTableProps) => {
  const { t, i18n } = useTranslation()
  const zh = i18n.language.startsWith('zh')
  const mayChange = useMay('playbooks:change')
  const setAuto = useSetAuto()
  return (
    <Table
      size="small"
      rowKey="id"
      dataSource={items}
      pagination={false}
      scroll={{ x: 760 }}
      columns={[
        {
          title: t('playbooks:name'),
          key: 'name',
          render: (_, one) => (
            <Link to="/playbooks/$playbookId" params={{ playbookId: one.id }} search={incident ? { incident } : {}}>
              <UntrustedText text={zh ? one.name_zh : one.name} limit={200} />
            </Link>
          ),
        },
        {
          title: t('playbooks:source'),
          dataIndex: 'source',
          width: 100,
          render: (source: Schemas['PlaybookRead']['source']) => t(`playbooks:source.${source}`),
        },
        {
          title: t('playbooks:trust'),
          dataIndex: 'trust',
          width: 130,
          render: (trust: string) => isTrust(trust) && <Tag color={TRUST[trust]}>{t(`playbooks:trust.${trust}`)}</Tag>,
        },
        {
          title: t('playbooks:auto'),
          key: 'auto',
          width: 110,
          render: (_, one) => (
            <Switch
              size="small"
              checked={one.auto}
              disabled={!mayChange}
              aria-label={t('playbooks:auto')}
              onChange={(auto) => setAuto.mutate({ id: one.id, auto })}
            />
          ),
        },
        {
          title: t('playbooks:changed_at'),
          dataIndex: 'changed',
          width: 180,
          render: (at: string) => <Moment at={at} />,
        },
      ]}
    />
  )
}

const ImportButton = () => {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const bring = useImport()
  const read = async (file: File) => {
    try {
      const document: unknown = JSON.parse(await file.text())
      if (typeof document !== 'object' || document === null) throw new SyntaxError()
      bring.mutate(document as Record<string, unknown>)
    } catch {
      message.error(t('playbooks:no_json'))
    }
  }
  return (
    <Upload
      accept=".json"
      showUploadList={false}
      beforeUpload={(file) => {
        void read(file)
        return false
      }}
    >
      <Button icon={<ImportOutlined />} loading={bring.isPending}>
        {t('playbooks:import')}
      </Button>
    </Upload>
  )
}
