import { useTranslation } from 'react-i18next'

const WAYS = ['on_completion', 'on_success', 'on_failure', 'on_true', 'on_false', 'next_steps', 'cases'] as const

export const isWay = (way: string): way is (typeof WAYS)[number] => WAYS.some((one) => one === way)

/** What a way that leads on from a step is called. */
export const useWay = () => {
  const { t } = useTranslation()
  return (way: string): string => (isWay(way) ? t(`editor:way.${way}`) : way)
}
