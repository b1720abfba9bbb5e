import type { ReactNode } from 'react'

interface Props {
  title: string
  extra?: ReactNode
  children: ReactNode
}

/** A titled part of a page. */
export const Panel = ({ title, extra, children }: Props) => (
  <section className="fs-panel">
    <div className="fs-panel-head">
      <h2>{title}</h2>
      {extra !== undefined && <div>{extra}</div>}
    </div>
    {children}
  </section>
)
