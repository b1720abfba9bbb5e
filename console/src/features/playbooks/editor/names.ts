import { useTranslation } from 'react-i18next'
import { chineseName, type Json } from './document'

/** What to call a form or a field, in the language of the console. */
export const useLabel = () => {
  const { i18n } = useTranslation()
  const zh = i18n.language.startsWith('zh')
  return (one: { label: string; label_zh: string }) => (zh ? one.label_zh : one.label)
}

const KINDS = [
  'start',
  'end',
  'action',
  'playbook-action',
  'parallel',
  'if-condition',
  'while-condition',
  'switch-condition',
] as const
const isKind = (kind: unknown): kind is (typeof KINDS)[number] => KINDS.some((one) => one === kind)

/** What to call a step: its name, else its type. */
export const useStepName = () => {
  const { t, i18n } = useTranslation()
  const zh = i18n.language.startsWith('zh')
  return (step: Json): string => {
    const name = (zh && chineseName(step)) || String(step['name'] ?? '')
    const kind = step['type']
    return name || (isKind(kind) ? t(`editor:kind.${kind}`) : String(kind ?? ''))
  }
}
