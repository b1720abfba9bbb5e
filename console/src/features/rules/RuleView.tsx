import { Alert, Descriptions } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { LevelTag } from '@/shared/ui/LevelTag'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { RuleHits } from './RuleHits'
import { RuleStateTag } from './RuleStateTag'
import styles from './rules.module.css'

export const RuleView = ({ rule }: { rule: Schemas['RuleDetail'] }) => {
  const { t, i18n } = useTranslation()
  const zh = i18n.language === 'zh-CN'
  return (
    <div className={styles['view']}>
      {rule.reason && (
        <Alert type="warning" showIcon title={<UntrustedText text={rule.reason} />} description={rule.cause} />
      )}
      {rule.problems.length > 0 && (
        <ul>
          {rule.problems.map((problem) => (
            <li key={`${problem.line} ${problem.reason}`}>
              {t('rules:line', { line: problem.line })} <UntrustedText text={problem.reason} />
            </li>
          ))}
        </ul>
      )}
      <Descriptions
        size="small"
        column={2}
        items={[
          { key: 'state', label: t('rules:column.state'), children: <RuleStateTag state={rule.state} /> },
          {
            key: 'level',
            label: t('rules:column.level'),
            children: rule.level === null ? '—' : <LevelTag level={rule.level} />,
          },
          { key: 'status', label: t('rules:status'), children: rule.status ?? '—' },
          { key: 'hits', label: t('rules:column.hits'), children: <RuleHits rule={rule} /> },
          {
            key: 'description',
            span: 2,
            label: t('rules:description'),
            children: rule.description === null ? '—' : <UntrustedText text={rule.description} />,
          },
          {
            key: 'attack',
            span: 2,
            label: 'ATT&CK',
            children: (
              <ul className={styles['plain']}>
                {rule.tactics.map((tactic) => (
                  <li key={tactic.shortname}>{zh ? tactic.name_zh : tactic.name}</li>
                ))}
                {rule.techniques.map((technique) => (
                  <li key={technique.id}>
                    {technique.id} {technique.name}
                  </li>
                ))}
              </ul>
            ),
          },
          {
            key: 'logsource',
            span: 2,
            label: t('rules:column.logsource'),
            children: rule.logsource === null ? '—' : <UntrustedText text={rule.logsource} />,
          },
          {
            key: 'falsepositives',
            span: 2,
            label: t('rules:falsepositives'),
            children:
              rule.falsepositives.length === 0
                ? '—'
                : rule.falsepositives.map((one) => (
                    <div key={one}>
                      <UntrustedText text={one} />
                    </div>
                  )),
          },
          {
            key: 'file',
            span: 2,
            label: t('rules:file'),
            children: <UntrustedText text={`${rule.file}:${rule.line}`} mono />,
          },
        ]}
      />
      <h2>{t('rules:text')}</h2>
      {rule.text === null ? (
        <p>{t('rules:text.gone')}</p>
      ) : (
        <pre className={styles['text']}>
          {rule.text.split('\n').map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text that does not change
            <div key={at}>
              <UntrustedText text={line} mono limit={2_000} />
            </div>
          ))}
        </pre>
      )}
    </div>
  )
}
