import type { components } from '@/client/schema'

export type Problem = components['schemas']['Problem']

/** A request that was answered with problem details, or not answered at all (`network.unreachable`). */
export class ProblemError extends Error {
  readonly problem: Problem
  /** Seconds to wait, where the answer said so. */
  readonly retryAfter: number | undefined

  constructor(problem: Problem, retryAfter?: number) {
    super(problem.detail || problem.title)
    this.name = 'ProblemError'
    this.problem = problem
    this.retryAfter = retryAfter
  }

  get code(): string {
    return this.problem.code
  }

  get status(): number {
    return this.problem.status
  }
}

export const problemOf = (error: unknown): Problem =>
  error instanceof ProblemError
    ? error.problem
    : bare('console.broken', 0, error instanceof Error ? error.message : String(error))

export const bare = (code: string, status: number, detail = ''): Problem => ({
  type: `urn:fengsui:problem:${code}`,
  title: '',
  status,
  detail,
  code,
  request_id: '',
  where: null,
  hint: null,
  reasons: [],
  mistake: null,
})

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && typeof (body as Problem).code === 'string'

/** The problem in an answer; what is no problem details (a proxy's page) becomes one by its status. */
export const readProblem = (response: Response, body: unknown): ProblemError => {
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN)
  const problem = isProblem(body)
    ? { ...body, reasons: Array.isArray(body.reasons) ? body.reasons : [] }
    : bare('network.unexpected', response.status)
  return new ProblemError(problem, Number.isFinite(seconds) ? seconds : undefined)
}
