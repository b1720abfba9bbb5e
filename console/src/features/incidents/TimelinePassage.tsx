import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { Moment } from '@/shared/time/Moment'
import { Span } from '@/shared/time/Span'
import { LevelTag } from '@/shared/ui/LevelTag'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useUnits } from '@/shared/units'
import { useWords } from '@/shared/words'
import styles from './incident.module.css'
import { MemberReason } from './MemberReason'
import type { Passage } from './timeline'

export const TimelinePassage = ({ passage }: { passage: Passage<Schemas['MemberRead']> }) => {
  const { t } = useTranslation()
  const words = useWords()
  const { nameOf } = useUnits()
  const [open, setOpen] = useState(false)
  const { alert, reason } = passage.head
  const several = passage.members.length > 1
  return (
    <li className={styles['passage']} data-level={alert.rule.level}>
      <div className={styles['when']}>
        <Span first={passage.first} last={passage.last} />
      </div>
      <div className={styles['what']}>
        <div className={styles['line']}>
          <LevelTag level={alert.rule.level} />
          <Link to="/alerts" search={{ open: alert.id }} className={styles['rule']}>
            <UntrustedText text={words.title(alert.rule)} />
          </Link>
          {several && (
            <Button
              type="text"
              size="small"
              aria-expanded={open}
              aria-label={t('incidents:timeline.repeats', { count: passage.members.length })}
              onClick={() => setOpen(!open)}
            >
              ×{passage.members.length} {open ? '▴' : '▾'}
            </Button>
          )}
          <span className={styles['aside']}>
            {t('incidents:timeline.events', { count: passage.events })} · {passage.units.map(nameOf).join(', ')} ·{' '}
            <UntrustedText text={alert.source} />
          </span>
        </div>
        <MemberReason reason={reason} />
        {open && (
          <ol className={styles['members']}>
            {passage.members.map((member) => (
              <li key={member.alert.id}>
                <Moment at={member.alert.time} />
                <Link to="/alerts" search={{ open: member.alert.id }}>
                  <UntrustedText text={member.alert.summary} limit={200} ellipsis />
                </Link>
                <MemberReason reason={member.reason} />
              </li>
            ))}
          </ol>
        )}
      </div>
    </li>
  )
}
