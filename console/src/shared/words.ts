import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDuration } from '@/shared/time/format'

/** Picks the language the console speaks; what has no Chinese falls back to English. */
export const useWords = () => {
  const { i18n } = useTranslation()
  const zh = i18n.language === 'zh-CN'
  const { language } = i18n
  return useMemo(
    () => ({
      zh,
      title: (one: { title: string | null; title_zh: string | null }): string =>
        (zh ? one.title_zh || one.title : one.title) ?? '',
      name: (one: { name: string; name_zh: string }): string => (zh ? one.name_zh : one.name),
      /** What nobody has confirmed. */
      verify: (one: { verify: string; verify_zh: string }): string => (zh ? one.verify_zh : one.verify),
      /** Milliseconds. */
      duration: (length: number): string => formatDuration(length, zh ? 'zh-CN' : 'en'),
      /** Several things as one enumerates them. */
      list: (items: readonly string[]): string => items.join(zh ? '、' : ', '),
      /** Several statements in one line. */
      statements: (items: readonly string[]): string => items.join(zh ? '；' : '; '),
      number: (value: number): string => value.toLocaleString(language),
    }),
    [zh, language],
  )
}
