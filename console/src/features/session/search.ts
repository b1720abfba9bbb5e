import { text } from '@/shared/search'

export interface SignInSearch {
  /** Where to go afterwards: an address within this console. */
  back?: string | undefined
}

/** Only a path of our own: `//elsewhere`, `/\elsewhere` and the doors themselves are not followed. */
export const safeBack = (back: string | undefined): string =>
  back !== undefined && /^\/(?![/\\])/.test(back) && !/^\/(sign-in|first-password|second-factor)\b/.test(back)
    ? back
    : '/'

export const readSignInSearch = (raw: Record<string, unknown>): SignInSearch => {
  const back = text(raw['back'])
  return back === undefined || safeBack(back) === '/' ? {} : { back }
}
