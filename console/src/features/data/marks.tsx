import { Flex } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Mark, type Tone } from '@/shared/ui/Mark'
import { useWords } from '@/shared/words'
import type { Approval } from './api'

export const LEVEL_TONES: Record<string, Tone> = {
  slight: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
  major: 'critical',
}

const CLASS_TONES: Record<Schemas['DataClass'], Tone> = {
  open: 'low',
  internal: 'informational',
  sensitive: 'medium',
  important_candidate: 'high',
}

const STATE_TONES: Record<Approval['state'], Tone> = {
  requested: 'medium',
  approved: 'low',
  refused: 'informational',
  revoked: 'high',
  expired: 'informational',
}

export const Grade = ({ grade, personal }: { grade: Schemas['DataClass']; personal: boolean }) => {
  const { t } = useTranslation()
  return (
    <Flex gap={4} wrap>
      <Mark tone={CLASS_TONES[grade]}>{t(`data:class.${grade}`)}</Mark>
      {personal && <Mark tone="informational">{t('data:personal')}</Mark>}
    </Flex>
  )
}

export const StateMark = ({ approval }: { approval: Approval }) => {
  const { t } = useTranslation()
  const { zh } = useWords()
  return <Mark tone={STATE_TONES[approval.state]}>{zh ? approval.state_zh : t(`data:state.${approval.state}`)}</Mark>
}
