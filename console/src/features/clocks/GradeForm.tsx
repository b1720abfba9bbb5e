import { Button, Flex, Input, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { GradeTag } from '@/shared/ui/LevelTag'
import { Mark } from '@/shared/ui/Mark'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { useConfirmGrade } from './api'
import { CaseGrade } from './CasesTable'

const GRADES = [1, 2, 3, 4] as const

/** The grade that is proposed, why, and a person's word on it. */
export const GradeForm = ({ one, etag }: { one: Schemas['ClockCaseDetail']; etag: string }) => {
  const { t } = useTranslation()
  const words = useWords()
  const may = useMay('grades:confirm')
  const [grade, setGrade] = useState(one.grade ?? one.proposed_grade)
  const [note, setNote] = useState('')
  const confirm = useConfirmGrade(one.incident, etag)
  return (
    <Flex vertical gap="small">
      <Flex gap="small" align="center" wrap>
        <CaseGrade one={one} />
        {one.grade_by && (
          <span>
            {t('clocks:confirmed_by')} <UntrustedText text={one.grade_by} limit={80} /> · <Moment at={one.grade_at} />
          </span>
        )}
      </Flex>
      {one.grade_note && <UntrustedText text={one.grade_note} />}
      <ul>
        {one.because.map((ground) => (
          <li key={ground.name}>
            {words.zh ? ground.zh : ground.en}
            {ground.name && ` ${words.number(ground.value)} ≥ ${words.number(ground.threshold)}`} →{' '}
            {t(`levels:grade.${ground.grade}`)} {ground.verify && <Mark tone="medium">{t('clocks:verify')}</Mark>}
          </li>
        ))}
      </ul>
      {may && (
        <Flex gap="small" align="center" wrap>
          <Radio.Group value={grade} onChange={(event) => setGrade(event.target.value as number)}>
            {GRADES.map((value) => (
              <Radio key={value} value={value}>
                <GradeTag grade={value} />
              </Radio>
            ))}
          </Radio.Group>
          <Input
            style={{ width: 260 }}
            maxLength={2_000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
            aria-label={t('clocks:grade.note')}
            placeholder={t('clocks:grade.note')}
          />
          <Button
            type="primary"
            disabled={grade !== one.proposed_grade && note.trim() === ''}
            loading={confirm.isPending}
            onClick={() => confirm.mutate({ grade, note })}
          >
            {t('clocks:grade.confirm')}
          </Button>
        </Flex>
      )}
    </Flex>
  )
}
