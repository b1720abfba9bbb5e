import { useTranslation } from 'react-i18next'

interface RefusalProps {
  /** Why a record was refused: a subject and a fault, such as `json.syntax`. */
  code: string
}

/** Words for the reason a record was refused for; undefined for a code nobody has words for. */
export const useRefusal = (): ((code: string) => string | undefined) => {
  const { t, i18n } = useTranslation()
  return (code) => {
    const [subject = '', fault = ''] = code.split('.')
    if (!i18n.exists(`refusals:fault.${fault}`)) return undefined
    return t('refusals:said', {
      subject: i18n.exists(`refusals:subject.${subject}`) ? t(`refusals:subject.${subject}`) : subject,
      fault: t(`refusals:fault.${fault}`),
    })
  }
}

/** Why a record was refused, in words, and its code beside them. */
export const Refusal = ({ code }: RefusalProps) => {
  const words = useRefusal()(code)
  return (
    <>
      {words && <>{words} </>}
      <code className="fs-soft">{code}</code>
    </>
  )
}
