import type { Locale } from 'antd/es/locale'
import i18next, { type ResourceLanguage } from 'i18next'
import { initReactI18next } from 'react-i18next'

export type Language = 'zh-CN' | 'en'

/** Marks a message key that stands in data, for the check of the catalogues. */
export const key = (name: string): string => name

type Catalogues = {
  messages: ResourceLanguage
  later: Record<string, () => Promise<Record<string, string>>>
  locale: Locale
}

const load: Record<Language, () => Promise<Catalogues>> = {
  'zh-CN': () => import('@/messages/zh-CN'),
  en: () => import('@/messages/en'),
}

const locales = new Map<Language, Locale>()

export const antdLocale = (language: Language): Locale | undefined => locales.get(language)

/** Load a language's catalogues once and change to it. */
export const changeLanguage = async (language: Language): Promise<void> => {
  if (!locales.has(language)) {
    const { messages, later, locale } = await load[language]()
    locales.set(language, locale)
    for (const [namespace, entries] of Object.entries(messages)) {
      i18next.addResourceBundle(language, namespace, entries)
    }
    for (const [namespace, entries] of Object.entries(later)) {
      void entries().then((found) => i18next.addResourceBundle(language, namespace, found))
    }
  }
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}

export const startI18n = async (language: Language): Promise<void> => {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: {},
    keySeparator: false,
    nsSeparator: ':',
    interpolation: { escapeValue: false },
    returnNull: false,
    showSupportNotice: false,
    react: { bindI18nStore: 'added' },
  } as Parameters<typeof i18next.init>[0])
  await changeLanguage(language)
}
