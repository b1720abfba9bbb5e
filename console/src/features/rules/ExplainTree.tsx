import { CheckOutlined, CloseOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import styles from './rules.module.css'

const shown = (values: unknown[]) => values.map((value) => JSON.stringify(value)).join(', ')

/** The rule part by part, and whether each holds. */
export const ExplainTree = ({ step }: { step: Schemas['Step'] }) => {
  const { t } = useTranslation()
  return (
    <div className={styles['step']} data-holds={step.holds}>
      <span role="img" aria-label={step.holds ? t('rules:explain.holds') : t('rules:explain.not')}>
        {step.holds ? <CheckOutlined /> : <CloseOutlined />}
      </span>{' '}
      <UntrustedText text={step.text} mono />
      {step.values && (
        <span className="fs-soft">
          {' — '}
          {step.values.length === 0 ? (
            t('rules:explain.absent')
          ) : (
            <UntrustedText text={shown(step.values)} mono limit={400} />
          )}
        </span>
      )}
      {step.parts.map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of an answer that does not change
        <ExplainTree key={at} step={part} />
      ))}
    </div>
  )
}
