import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { EntityMenu } from '@/shared/entities/EntityMenu'
import { keyed } from '@/shared/entities/entity'
import { Moment } from '@/shared/time/Moment'
import { LevelTag } from '@/shared/ui/LevelTag'
import { Loaded } from '@/shared/ui/states'
import { useWords } from '@/shared/words'
import { AttackStrip } from './AttackStrip'
import { storyQuery } from './api'
import styles from './incident.module.css'

const AT_ONCE = 10

/** What happened, sentence by sentence, each leading to its evidence. */
export const Story = ({ id }: { id: string }) => {
  const { t } = useTranslation()
  const story = useQuery(storyQuery(id))
  const [all, showAll] = useState(false)
  return (
    <Loaded query={story}>
      {(data) => (
        <>
          <AttackStrip strip={data.strip} />
          <ol className={styles['sentences']} aria-label={t('incidents:sentences')}>
            {(all ? data.sentences : data.sentences.slice(0, AT_ONCE)).map((one) => (
              <Sentence key={`${one.first} ${one.alerts[0] ?? ''}`} of={one} />
            ))}
          </ol>
          {data.sentences.length > AT_ONCE && (
            <Button type="link" size="small" onClick={() => showAll(!all)}>
              {all ? t('incidents:entities.fewer') : t('incidents:sentences.all', { count: data.sentences.length })}
            </Button>
          )}
        </>
      )}
    </Loaded>
  )
}

const Sentence = ({ of }: { of: Schemas['SentenceRead'] }) => {
  const { t } = useTranslation()
  const { zh } = useWords()
  const parts = zh ? of.parts_zh : of.parts
  const first = of.alerts[0]
  return (
    <li>
      <Moment at={of.first} />
      <LevelTag level={of.level} short />
      <span>
        {parts.map((part, place) => {
          const at = `${place}`
          if (part.kind === 'entity' && part.key !== null) {
            return <EntityMenu key={at} entity={{ ...keyed(part.key), value: part.text }} />
          }
          return <span key={at}>{part.text}</span>
        })}
        {zh ? '。' : '. '}
        <span className={styles['aside2']}>
          {of.techniques.map((one) => one.id).join(' · ')}{' '}
          {first && (
            <Link to="/alerts" search={{ open: first }}>
              {t('incidents:sentence.evidence', { count: of.alerts.length })}
            </Link>
          )}
        </span>
      </span>
    </li>
  )
}
