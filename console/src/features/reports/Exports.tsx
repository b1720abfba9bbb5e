import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { key } from '@/shared/i18n'
import { useChange } from '@/shared/query'
import { useMay } from '@/shared/session'
import { Panel } from '@/shared/ui/Panel'
import { Loaded } from '@/shared/ui/states'
import { useWords } from '@/shared/words'
import { exportsQuery, takeExport } from './api'

/** What other tools read, each with what is in it. */
export const Exports = () => {
  const { t } = useTranslation()
  const mayCompliance = useMay('compliance:export')
  const mayCoverage = useMay('rules:read')
  const kinds = useQuery({ ...exportsQuery(), enabled: mayCompliance })
  if (!mayCompliance && !mayCoverage) return null
  return (
    <Panel title={t('reports:exports')}>
      {mayCompliance && (
        <Loaded query={kinds}>{(data) => data.items.map((one) => <OneExport key={one.id} of={one} />)}</Loaded>
      )}
      {mayCoverage && (
        <Line title={t('reports:navigator')} about={t('reports:navigator.about')}>
          <Link to="/coverage">
            <Button size="small">{t('reports:navigator.open')}</Button>
          </Link>
        </Line>
      )}
    </Panel>
  )
}

const OneExport = ({ of }: { of: Schemas['ExportKindRead'] }) => {
  const { zh } = useWords()
  const take = useChange(takeExport, [], key('reports:exports.done'))
  return (
    <Line title={zh ? of.zh : of.en} about={zh ? of.about_zh : of.about_en}>
      <Button
        size="small"
        icon={<DownloadOutlined />}
        loading={take.isPending}
        onClick={() => take.mutate({ kind: of.id, ending: of.ending, language: zh ? 'zh-CN' : 'en' })}
      >
        {of.ending.toUpperCase()}
      </Button>
    </Line>
  )
}

const Line = ({ title, about, children }: { title: string; about: string; children: ReactNode }) => (
  <div className="fs-line">
    <div>
      <strong>{title}</strong>
      <span className="fs-note fs-soft">{about}</span>
    </div>
    {children}
  </div>
)
