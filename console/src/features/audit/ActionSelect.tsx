import { Select } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

interface ActionSelectProps {
  value: string | undefined
  onChange: (action: string | undefined) => void
}

/** An action, or a whole family of them (`account.`), by its words or its code. */
export const ActionSelect = ({ value, onChange }: ActionSelectProps) => {
  const { t, i18n } = useTranslation()
  const { language } = i18n
  const options = useMemo(() => {
    const words: Record<string, string> = i18n.getResourceBundle(language, 'actions')
    const all = Object.entries(words)
    const option = (code: string, label: string) => ({ value: code, label, search: `${label} ${code}` })
    return all
      .filter(([code]) => code.endsWith('.'))
      .sort(([, one], [, other]) => one.localeCompare(other, language))
      .map(([family, name]) => ({
        label: name,
        options: [
          option(family, t('audit:action.all', { family: name })),
          ...all
            .filter(([code]) => code.startsWith(family) && code !== family)
            .map(([code, label]) => option(code, label)),
        ],
      }))
  }, [i18n, language, t])
  return (
    <Select
      aria-label={t('audit:action')}
      placeholder={t('audit:action.help')}
      options={options}
      value={value}
      onChange={(chosen: string | undefined) => onChange(chosen)}
      showSearch={{ optionFilterProp: 'search' }}
      optionRender={(shown) => (
        <>
          {shown.label} <small className="fs-soft">{String(shown.value)}</small>
        </>
      )}
      allowClear
      popupMatchSelectWidth={420}
      style={{ width: 240 }}
    />
  )
}
