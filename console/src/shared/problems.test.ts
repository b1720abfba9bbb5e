import { describe, expect, it } from 'vitest'
import { ask, csrfToken, onSignedOut } from '@/shared/api'
import { ProblemError, problemOf, readProblem } from '@/shared/problems'

const refused = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  Promise.resolve({ error: body, response: new Response(null, { status, headers }) })

const problem = (code: string, status: number) => ({
  type: '',
  title: 'x',
  status,
  detail: '',
  code,
  request_id: 'r1',
  where: null,
  hint: null,
  reasons: [],
  mistake: null,
})

describe('answers', () => {
  it('give their data', async () => {
    expect(await ask(Promise.resolve({ data: { a: 1 }, response: new Response() }))).toEqual({ a: 1 })
  })

  it('that refuse become errors with their code and how long to wait', async () => {
    const error = await ask(refused(429, problem('rate.exceeded', 429), { 'Retry-After': '7' })).catch(
      (e: unknown) => e as ProblemError,
    )
    expect(error).toBeInstanceOf(ProblemError)
    if (!(error instanceof ProblemError)) throw new Error('no problem')
    expect([error.code, error.status, error.retryAfter]).toEqual(['rate.exceeded', 429, 7])
  })

  it('of a proxy, which are no problem details, still become one', () => {
    expect(readProblem(new Response(null, { status: 502 }), '<html>').code).toBe('network.unexpected')
  })

  it('that never come are told apart', async () => {
    const error = await ask(Promise.reject(new TypeError('failed'))).catch((e: unknown) => e)
    expect(problemOf(error).code).toBe('network.unreachable')
  })

  it('that nobody is signed in are told to whoever listens; other refusals are not', async () => {
    const heard: string[] = []
    const end = onSignedOut((error) => heard.push(error.code))
    await ask(refused(401, problem('sign_in.refused', 401))).catch(() => undefined)
    await ask(refused(401, problem('auth.required', 401))).catch(() => undefined)
    end()
    await ask(refused(401, problem('auth.required', 401))).catch(() => undefined)
    expect(heard).toEqual(['auth.required'])
  })
})

it('the token against forged requests is read from its own cookie', () => {
  expect(csrfToken('a=1; fengsui_csrf=x%2By; fengsui_csrf2=z')).toBe('x+y')
  expect(csrfToken('xfengsui_csrf=1')).toBe('')
})
