import { Link } from '@tanstack/react-router'
import { Button, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { quoted } from '@/shared/events/pivot'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { EVERYTHING } from '@/shared/time/range'
import { Refusal } from '@/shared/ui/Refusal'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useMarkReplayed, useReplay } from './api'
import { bytes } from './bytes'
import styles from './sources.module.css'

type Held = Schemas['HeldRead']

const COLOURS: Record<Held['state'], string | undefined> = {
  waiting: undefined,
  queued: 'processing',
  failed_again: 'error',
  became_events: 'success',
  marked: undefined,
}

/** A record that could not be read: why, its beginning as text and nothing else, and what became of it since. */
export const HeldRecord = ({ held }: { held: Held }) => {
  const { t } = useTranslation()
  return (
    <li>
      <div className={styles['sampleHead']}>
        <Moment at={held.time} />
        <span>
          <Refusal code={held.reason} />
        </span>
        <span className="fs-soft">
          {t('sources:samples.place', { position: held.position, size: bytes(held.size) })}
          {held.kept < held.size && ` · ${t('sources:samples.kept', { kept: bytes(held.kept) })}`}
        </span>
        <span className={styles['marked']}>
          <Tag color={COLOURS[held.state] ?? 'default'}>{t(`sources:held.${held.state}`)}</Tag>
          {held.replayed !== null && <Moment at={held.replayed} />}
        </span>
      </div>
      <div className="fs-soft">
        <UntrustedText text={held.message} limit={500} />
      </div>
      <Outcome held={held} />
      {held.sample === null ? (
        <p className="fs-soft">{t('sources:samples.nothing', { digest: held.digest })}</p>
      ) : (
        <pre className={styles['sample']}>
          <UntrustedText text={held.sample} mono />
        </pre>
      )}
      <Actions held={held} />
    </li>
  )
}

const Outcome = ({ held }: { held: Held }) => {
  const { t } = useTranslation()
  const maySearch = useMay('events:read')
  if (held.state === 'failed_again') {
    return (
      <div className={styles['failure']}>
        {t('sources:held.failure', { tries: held.tries })}
        {held.failure && <Refusal code={held.failure} />}{' '}
        <span className="fs-soft">
          <UntrustedText text={held.failure_message ?? ''} limit={500} />
        </span>
      </div>
    )
  }
  if (held.event_ids.length === 0 || !maySearch) return null
  return (
    <Link to="/events" search={{ q: `event.id:(${held.event_ids.map(quoted).join(' OR ')})`, ...EVERYTHING }}>
      {t('sources:held.events', { count: held.event_ids.length })}
    </Link>
  )
}

const Actions = ({ held }: { held: Held }) => {
  const { t } = useTranslation()
  const may = useMay('quarantine:replay')
  const replay = useReplay()
  const mark = useMarkReplayed()
  if (!may || held.state === 'queued' || held.state === 'became_events' || held.state === 'marked') return null
  return (
    <div className={styles['actions']}>
      <Button
        size="small"
        type="primary"
        disabled={!held.replayable}
        loading={replay.isPending}
        title={held.replayable ? t('sources:replay.means') : t('sources:held.unable')}
        onClick={() => replay.mutate({ records: [held.id] })}
      >
        {t('sources:replay')}
      </Button>
      <Button
        size="small"
        loading={mark.isPending}
        title={t('sources:mark.means')}
        onClick={() => mark.mutate([held.id])}
      >
        {t('sources:mark')}
      </Button>
    </div>
  )
}
