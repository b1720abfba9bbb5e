import type { ReactNode } from 'react'

export type Tone = 'critical' | 'high' | 'medium' | 'low' | 'informational'

interface MarkProps {
  tone: Tone
  title?: string
  children: ReactNode
}

/** A state in a word, in the colours of levels: readable on either theme, which Ant Design's coloured tags are not. */
export const Mark = ({ tone, title, children }: MarkProps) => (
  <span className={`fs-level fs-level-${tone}`} title={title}>
    {children}
  </span>
)
