import type { ProblemText } from '@/shared/problemText'
import { UntrustedText } from '@/shared/ui/UntrustedText'

interface ProblemProps {
  problem: ProblemText
}

/** The particulars of a problem and what to do about it, muted where they are not in the reader's language. */
export const ProblemDetail = ({ problem }: ProblemProps) => (
  <div {...(problem.foreign ? { className: 'fs-soft', lang: 'en' } : {})}>
    {problem.detail && (
      <div>
        <UntrustedText text={problem.detail} />
      </div>
    )}
    {problem.hint && (
      <div>
        <UntrustedText text={problem.hint} />
      </div>
    )}
  </div>
)

/** What went wrong in one sentence, and its particulars below. */
export const ProblemSaid = ({ problem }: ProblemProps) => (
  <>
    {problem.title}
    <ProblemDetail problem={problem} />
  </>
)
