import { useTranslation } from 'react-i18next'
import { UntrustedText } from '@/shared/ui/UntrustedText'

/** A step's name comes in both languages where its playbook has both: Chinese, a middle dot, English. */
export const nameIn = (name: string, zh: boolean): string => {
  const parts = name.split(' · ')
  return (zh ? parts[0] : parts.at(-1)) ?? name
}

export const StepName = ({ name }: { name: string }) => {
  const { i18n } = useTranslation()
  return <UntrustedText text={nameIn(name, i18n.language.startsWith('zh'))} limit={200} />
}

/** Text of several lines, from outside. */
export const Lines = ({ text }: { text: string }) =>
  [...new Set(text.split('\n'))].map((line) => (
    <div key={line}>
      <UntrustedText text={line} limit={2_000} />
    </div>
  ))
