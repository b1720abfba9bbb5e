import { TranslationOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { changeLanguage, type Language } from '@/shared/i18n'
import { prefer } from '@/shared/preferences'

/** Names the other language in that language. */
export const LanguageSwitch = () => {
  const { i18n } = useTranslation()
  const other: Language = i18n.language === 'en' ? 'zh-CN' : 'en'
  return (
    <Button
      type="text"
      icon={<TranslationOutlined />}
      lang={other}
      onClick={() => {
        prefer({ language: other })
        void changeLanguage(other)
      }}
    >
      {other === 'en' ? 'English' : '中文'}
    </Button>
  )
}
