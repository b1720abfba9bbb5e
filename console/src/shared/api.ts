import createClient, { type Middleware } from 'openapi-fetch'
import type { components, paths } from '@/client/schema'
import { bare, ProblemError, readProblem } from '@/shared/problems'

export type Schemas = components['schemas']

const CSRF_COOKIE = 'fengsui_csrf'

export const csrfToken = (cookies = document.cookie): string => {
  const found = cookies.split('; ').find((cookie) => cookie.startsWith(`${CSRF_COOKIE}=`))
  return found ? decodeURIComponent(found.slice(CSRF_COOKIE.length + 1)) : ''
}

type Listener = (error: ProblemError) => void
const signedOut = new Set<Listener>()

/** Called when an answer says that nobody is signed in (any more), or that something must be done first. */
export const onSignedOut = (listener: Listener): (() => void) => {
  signedOut.add(listener)
  return () => signedOut.delete(listener)
}

const TELL = new Set(['auth.required', 'account.password_change_needed', 'account.second_factor_needed'])

const proveOrigin: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET') request.headers.set('X-CSRF-Token', csrfToken())
    return request
  },
}

export const api = createClient<paths>({ baseUrl: location.origin, credentials: 'same-origin' })
api.use(proveOrigin)

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The data of an answer. Throws ProblemError. */
export const ask = async <T>(asked: Promise<Answer<T>>): Promise<T> => {
  let answer: Answer<T>
  try {
    answer = await asked
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ProblemError(bare('network.unreachable', 0))
  }
  if (answer.response.ok) return answer.data as T
  const error = readProblem(answer.response, answer.error)
  if (TELL.has(error.code)) for (const listener of signedOut) listener(error)
  throw error
}

/** The data with its ETag, to be sent in If-Match with a change. */
export const askTagged = async <T>(asked: Promise<Answer<T>>): Promise<{ data: T; etag: string }> => {
  const answer = await asked.catch(() => undefined)
  const data = await ask(answer ? Promise.resolve(answer) : asked)
  return { data, etag: answer?.response.headers.get('ETag') ?? '*' }
}

/** Versions as the API writes them in ETags. */
export const etagOf = (version: number): string => `"${version}"`
