import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { fieldText, valueText } from '@/shared/events/pivot'
import { type Asked, fieldsQuery, topValuesQuery } from './api'
import { matching, type Word } from './completion'

/** text: what is written into the query. */
export type Suggestion = { label: string; text: string; note: string }

const MOST = 30

/** Names of fields, those recent events have first; behind a colon the most frequent values of the whole range. */
export const useSuggestions = (word: Word | null, asked: Asked): Suggestion[] => {
  const { t, i18n } = useTranslation()
  const fields = useQuery({ ...fieldsQuery(), enabled: word !== null })
  const known = word?.kind === 'value' && fields.data?.items.some(({ name, seen }) => seen && name === word.field)
  const values = useQuery({
    ...topValuesQuery({ ...asked, q: '' }, word?.kind === 'value' ? word.field : ''),
    enabled: known === true,
    placeholderData: keepPreviousData,
  })
  if (word === null) return []
  if (word.kind === 'field') {
    return matching(fields.data?.items ?? [], word.typed, MOST).flatMap((field) => {
      const text = fieldText(field.name)
      const note = [
        field.type,
        i18n.language === 'en' ? field.meaning : null,
        field.seen ? null : t('events:query.unseen'),
      ]
      return text === null ? [] : [{ label: field.name, text, note: note.filter((part) => part !== null).join(' · ') }]
    })
  }
  if (!known || values.data?.field !== word.field) return []
  const named = values.data.items.map(({ value, count }) => ({ name: String(value), value, count }))
  return matching(named, word.typed, MOST).flatMap(({ name, value, count }) => {
    const text = valueText(value)
    return text === null || text === word.typed
      ? []
      : [{ label: name, text, note: t('events:times', { number: count.toLocaleString(i18n.language) }) }]
  })
}
