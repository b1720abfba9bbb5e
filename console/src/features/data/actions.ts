import { useTranslation } from 'react-i18next'
import { visible } from '@/shared/visible'

const KNOWN = ['read', 'write', 'export', 'share', 'forward', 'destroy'] as const
const isKnown = (name: string): name is (typeof KNOWN)[number] => (KNOWN as readonly string[]).includes(name)

/** What was done to data, in words; what a source calls by a name of its own stays as it is. */
export const useActions = () => {
  const { t } = useTranslation()
  return (name: string): string => (isKnown(name) ? t(`data:action.${name}`) : visible(name) || '—')
}
