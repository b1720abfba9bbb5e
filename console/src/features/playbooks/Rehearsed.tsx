import { Tag, Timeline } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import styles from './playbooks.module.css'
import { Lines, StepName } from './texts'

type Step = Schemas['RehearsedStep']

const COLOURS: Record<string, string> = { effect: 'red', manual: 'blue', problem: 'red', decision: 'gray' }

/** A dry run: what would happen, in order. */
export const Rehearsed = ({ steps }: { steps: Step[] }) => {
  const { t, i18n } = useTranslation()
  const { duration } = useWords()
  const zh = i18n.language.startsWith('zh')
  return (
    <section className="fs-part" aria-label={t('playbooks:rehearsal')}>
      <h3>{t('playbooks:rehearsal')}</h3>
      <Timeline
        items={steps.map((step) => ({
          key: `${step.path} ${step.step} ${step.kind} ${step.text}`,
          color: COLOURS[step.kind] ?? 'gray',
          content: (
            <div style={{ marginInlineStart: step.depth * 20 }}>
              <div className={styles['text']}>
                <strong>
                  <StepName name={step.name} />
                </strong>
                <Lines text={zh ? step.text_zh : step.text} />
              </div>
              {step.kind === 'manual' && <Tag>{t('playbooks:kind.manual')}</Tag>}
              {step.persons > 0 && (
                <Tag color={step.persons > 1 ? 'error' : 'warning'}>
                  {t('playbooks:persons', { count: step.persons })}
                </Tag>
              )}
              {step.lasts_s !== null && <Tag>{t('playbooks:lasts', { time: duration(step.lasts_s * 1_000) })}</Tag>}
              {step.why.map((why) => (
                <div key={why.code + why.text} className={styles['soft']}>
                  <UntrustedText text={zh ? why.text_zh : why.text} limit={500} />
                </div>
              ))}
            </div>
          ),
        }))}
      />
    </section>
  )
}
