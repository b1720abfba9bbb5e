import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/shared/session'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import type { Cost } from './api'

/** What costs points, leading to it for who may see it. */
export const CostTitle = ({ cost, ellipsis = false }: { cost: Cost; ellipsis?: boolean }) => {
  const { t } = useTranslation()
  const words = useWords()
  const may = {
    incident: useMay('incidents:read'),
    source: useMay('sources:read'),
    exposure: useMay('alerts:read'),
    gap: useMay('compliance:read'),
  }
  const own = words.title(cost)
  const text =
    cost.family === 'exposure' && cost.number > 1
      ? t('situation:exposures', { count: cost.number, asset: cost.id.slice(0, cost.id.lastIndexOf('/')) })
      : cost.family === 'source'
        ? t('situation:source', { name: own, state: t(`situation:grade.${cost.grade}`) })
        : own
  const shown = <UntrustedText text={text} ellipsis={ellipsis} limit={200} />
  if (!may[cost.family]) return shown
  if (cost.family === 'incident') {
    return (
      <Link to="/incidents/$incidentId" params={{ incidentId: cost.id }}>
        {shown}
      </Link>
    )
  }
  if (cost.family === 'source') {
    return (
      <Link to="/sources" search={{ open: cost.id } as never}>
        {shown}
      </Link>
    )
  }
  if (cost.family === 'gap') {
    return <a href={`/compliance/${encodeURIComponent(cost.id.slice(0, cost.id.lastIndexOf('/')))}`}>{shown}</a>
  }
  return (
    <Link to="/entities" search={{ key: `host:${cost.id.slice(0, cost.id.lastIndexOf('/'))}` }}>
      {shown}
    </Link>
  )
}
