import { Button, Flex, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { type Json, stepOf, stepOfPlace } from './document'
import styles from './editor.module.css'
import type { PlaybookProblem } from './Fields'
import { useStepName } from './names'

interface ProblemsPanelProps {
  document: Json
  problems: PlaybookProblem[]
  checked: boolean
  onGo: (step: string) => void
}

/** Everything that is wrong, each with the step it belongs to; errors first. */
export const ProblemsPanel = ({ document, problems, checked, onGo }: ProblemsPanelProps) => {
  const { t, i18n } = useTranslation()
  const zh = i18n.language.startsWith('zh')
  const stepName = useStepName()
  const sorted = [...problems].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'))
  return (
    <section className={styles['problems']} aria-label={t('editor:problems.title')} aria-busy={!checked}>
      <h2 className={styles['heading']}>{t('editor:problems.title')}</h2>
      {sorted.length === 0 && checked && <p className={styles['fine']}>{t('editor:problems.none')}</p>}
      <ul>
        {sorted.map((problem) => {
          const step = stepOfPlace(problem.place, document)
          return (
            <li key={problem.code + problem.place + problem.message}>
              <Flex gap={8} align="baseline">
                <Tag color={problem.severity === 'error' ? 'error' : 'warning'}>
                  {t(`playbooks:severity.${problem.severity}`)}
                </Tag>
                {step !== undefined && (
                  <Button type="link" size="small" className={styles['more']} onClick={() => onGo(step)}>
                    <UntrustedText text={stepName(stepOf(document, step))} limit={60} />
                  </Button>
                )}
                <span>
                  <UntrustedText text={zh ? problem.message_zh : problem.message} limit={400} />
                </span>
                {step === undefined && problem.place !== '' && (
                  <span className={styles['soft']}>
                    <UntrustedText text={problem.place} mono limit={200} />
                  </span>
                )}
              </Flex>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
