import { useTranslation } from 'react-i18next'
import { Mark, type Tone } from '@/shared/ui/Mark'
import type { Notice } from './api'

const SHADES: Record<Notice['status'], Tone> = {
  drafted: 'informational',
  issued: 'high',
  signed: 'medium',
  handling: 'medium',
  feedback: 'high',
  returned: 'critical',
  accepted: 'low',
  archived: 'low',
  withdrawn: 'informational',
}

const COLOURS = { red: 'critical', orange: 'high', yellow: 'medium', blue: 'informational' } as const

export const NoticeStatusTag = ({ status }: { status: Notice['status'] }) => {
  const { t } = useTranslation()
  return <Mark tone={SHADES[status]}>{t(`notices:status.${status}`)}</Mark>
}

/** A notice, or an early warning in its colour, with the colour's word. */
export const KindTag = ({ notice }: { notice: Pick<Notice, 'kind' | 'colour'> }) => {
  const { t } = useTranslation()
  if (!notice.colour) return <span>{t('notices:kind.notice')}</span>
  return <Mark tone={COLOURS[notice.colour]}>■ {t(`notices:colour.${notice.colour}`)}</Mark>
}
