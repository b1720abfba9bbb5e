import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Notice } from './api'

const SHADES: Record<Notice['status'], string> = {
  drafted: 'default',
  issued: 'gold',
  signed: 'blue',
  handling: 'processing',
  feedback: 'purple',
  returned: 'orange',
  accepted: 'green',
  archived: 'default',
  withdrawn: 'default',
}

export const NoticeStatusTag = ({ status }: { status: Notice['status'] }) => {
  const { t } = useTranslation()
  return <Tag color={SHADES[status]}>{t(`notices:status.${status}`)}</Tag>
}

/** A notice, or an early warning in its colour, with the colour's word. */
export const KindTag = ({ notice }: { notice: Pick<Notice, 'kind' | 'colour'> }) => {
  const { t } = useTranslation()
  if (!notice.colour) return <Tag>{t('notices:kind.notice')}</Tag>
  const shade = notice.colour === 'yellow' ? 'gold' : notice.colour
  return <Tag color={shade}>{t(`notices:colour.${notice.colour}`)}</Tag>
}
