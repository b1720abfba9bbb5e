import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'

type Raw = Record<string, unknown>

const LONGEST = 10_000

/** Readers of what a URL holds: whatever is not as expected is as if it were not there. */
export const text = (value: unknown): string | undefined => {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' && value.length <= LONGEST ? value : undefined
}

export const oneOf =
  <const T extends string>(...allowed: readonly T[]) =>
  (value: unknown): T | undefined =>
    allowed.find((item) => item === value)

export const count = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined
}

export const flag = (value: unknown): true | undefined => (value === true || value === 'true' ? true : undefined)

export const list = (value: unknown): string[] | undefined => {
  const items = (Array.isArray(value) ? value : [value]).map(text).filter((item) => item !== undefined)
  return items.length > 0 ? items.slice(0, 200) : undefined
}

const without = (search: Raw): Raw =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined))

/** The part of the URL a page understands, and how to change it. Undefined removes. */
export const useSearchState = <T extends object>(read: (raw: Raw) => T) => {
  const raw = useSearch({ strict: false }) as Raw
  const navigate = useNavigate()
  const search = useMemo(() => read(raw), [read, raw])
  const change = useCallback(
    (part: Partial<T>, { replace = false }: { replace?: boolean } = {}) =>
      void navigate({
        to: '.',
        search: ((before: Raw) => without({ ...before, ...part })) as never,
        replace,
        resetScroll: false,
      }),
    [navigate],
  )
  return [search, change] as const
}
