import { Drawer, Table, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { Empty } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { type Difference, differences } from './differences'
import type { Json } from './document'

const COLOURS = { added: 'success', removed: 'error', changed: 'warning' } as const
const LONGEST = 2_000

interface DifferencesProps {
  title: string
  before: Json | undefined
  after: Json
  open: boolean
  onClose: () => void
  children?: React.ReactNode
}

/** Place by place, how a document differs from another one. */
export const Differences = ({ title, before, after, open, onClose, children }: DifferencesProps) => {
  const { t } = useTranslation()
  const found = open && before ? differences(before, after) : []
  const side = (text: string) => <UntrustedText text={text} mono limit={LONGEST} />
  return (
    <Drawer title={title} open={open} onClose={onClose} size={960} destroyOnHidden>
      {children}
      {before === undefined && <Empty title={t('editor:diff.none')} />}
      {before !== undefined && found.length === 0 && <Empty title={t('editor:diff.same')} />}
      {found.length > 0 && (
        <Table<Difference>
          size="small"
          rowKey="place"
          dataSource={found}
          pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
          columns={[
            {
              title: t('editor:diff.kind'),
              dataIndex: 'kind',
              width: 90,
              render: (kind: Difference['kind']) => <Tag color={COLOURS[kind]}>{t(`editor:diff.${kind}`)}</Tag>,
            },
            { title: t('playbooks:problem.place'), dataIndex: 'place', width: 260, render: side },
            { title: t('editor:diff.before'), dataIndex: 'before', render: side },
            { title: t('editor:diff.after'), dataIndex: 'after', render: side },
          ]}
        />
      )}
    </Drawer>
  )
}
