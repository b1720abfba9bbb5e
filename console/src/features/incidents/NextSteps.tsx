import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import styles from './incident.module.css'

const SHOWN = 12

/** What could be done next, how likely, why, and which rules would see it. */
export const NextSteps = ({ steps }: { steps: Schemas['NextStepRead'][] }) => {
  const { t } = useTranslation()
  const words = useWords()
  const name = (one: { name: string; name_zh: string }) => words.name(one) || one.name
  if (steps.length === 0) return <p className={styles['aside2']}>{t('incidents:outlook.next.none')}</p>
  return (
    <ol className={styles['told']}>
      {steps.slice(0, SHOWN).map((one, place) => (
        <li key={`${one.step.rule} ${one.step.target.id ?? place}`}>
          <strong>{Math.round(one.p * 100)}%</strong>
          <span>
            <UntrustedText text={words.zh ? one.step.text_zh : one.step.text} limit={300} />
            {name(one.step.target) && (
              <>
                {words.zh ? '：' : ': '}
                <UntrustedText text={name(one.step.target)} limit={120} />
              </>
            )}{' '}
            {one.step.technique && (
              <span className={styles['aside2']} title={one.step.technique.name}>
                {one.step.technique.id}
              </span>
            )}
            <span className={styles['why']}>
              <UntrustedText text={words.zh ? one.why_zh : one.why} limit={300} />
            </span>
            <span className={styles['why']}>
              {one.seen_by.length === 0 ? (
                <Tag color="error">{t('incidents:outlook.gap')}</Tag>
              ) : (
                <>
                  {t('incidents:outlook.seen')}{' '}
                  <UntrustedText
                    text={one.seen_by
                      .slice(0, 3)
                      .map((rule) => (words.zh ? rule.title_zh || rule.title : rule.title))
                      .join(' · ')}
                  />
                  {one.seen_by.length > 3 && ` +${one.seen_by.length - 3}`}
                </>
              )}
            </span>
          </span>
        </li>
      ))}
    </ol>
  )
}
