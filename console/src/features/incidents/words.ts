import { useTranslation } from 'react-i18next'

interface Worded {
  title: string
  title_zh: string | null
}

/** Picks the language the console speaks; what has no Chinese falls back to English. */
export const useWords = () => {
  const { i18n } = useTranslation()
  const zh = i18n.language === 'zh-CN'
  return {
    title: (one: Worded): string => (zh ? one.title_zh || one.title : one.title),
    name: (one: { name: string; name_zh: string }): string => (zh ? one.name_zh : one.name),
    reason: (one: { text: string; text_zh: string }): string => (zh ? one.text_zh : one.text),
    story: (one: { story: string; story_zh: string }): string => (zh ? one.story_zh : one.story),
  }
}
