import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { samplesQuery, useMarkReplayed } from './api'
import { bytes } from './bytes'
import styles from './sources.module.css'

interface Props {
  source: string
  reason: string | undefined
}

/** Records that could not be read, latest first, as text and nothing else. */
export const QuarantineSamples = ({ source, reason }: Props) => {
  const { t } = useTranslation()
  const samples = useInfiniteQuery(samplesQuery(source, reason))
  return (
    <section className={styles['section']}>
      <h2>{t('sources:samples')}</h2>
      <Loaded query={samples} empty={(data) => data.pages.every((page) => page.items.length === 0)}>
        {(data) => (
          <>
            <ol className={styles['samples']}>
              {data.pages
                .flatMap((page) => page.items)
                .map((held) => (
                  <Sample key={held.id} held={held} />
                ))}
            </ol>
            {samples.hasNextPage && (
              <Button
                block
                size="small"
                loading={samples.isFetchingNextPage}
                onClick={() => void samples.fetchNextPage()}
              >
                {t('sources:samples.more')}
              </Button>
            )}
          </>
        )}
      </Loaded>
    </section>
  )
}

const Sample = ({ held }: { held: Schemas['HeldRead'] }) => {
  const { t } = useTranslation()
  return (
    <li>
      <div className={styles['sampleHead']}>
        <Moment at={held.time} />
        <code>{held.reason}</code>
        <span className={styles['soft']}>
          {t('sources:samples.place', { position: held.position, size: bytes(held.size) })}
          {held.kept < held.size && ` · ${t('sources:samples.kept', { kept: bytes(held.kept) })}`}
        </span>
        <MarkReplayed held={held} />
      </div>
      <div>
        <UntrustedText text={held.message} limit={500} />
      </div>
      {held.sample === null ? (
        <p className={styles['soft']}>{t('sources:samples.nothing', { digest: held.digest })}</p>
      ) : (
        <pre className={styles['sample']}>
          <UntrustedText text={held.sample} mono />
        </pre>
      )}
    </li>
  )
}

const MarkReplayed = ({ held }: { held: Schemas['HeldRead'] }) => {
  const { t } = useTranslation()
  const may = useMay('quarantine:replay')
  const mark = useMarkReplayed()
  if (held.replayed !== null) {
    return (
      <span className={styles['marked']}>
        {t('sources:mark.marked')} <Moment at={held.replayed} />
      </span>
    )
  }
  if (!may) return null
  return (
    <Button
      className={styles['marked'] ?? ''}
      type="link"
      size="small"
      loading={mark.isPending}
      title={t('sources:mark.means')}
      onClick={() => mark.mutate([held.id])}
    >
      {t('sources:mark')}
    </Button>
  )
}
