import type { ReactNode } from 'react'
import styles from './entities.module.css'

interface Props {
  title: string
  extra?: ReactNode
  children: ReactNode
}

export const Panel = ({ title, extra, children }: Props) => (
  <section className="fs-panel">
    <div className={styles['head']}>
      <h2>{title}</h2>
      {extra !== undefined && <span>{extra}</span>}
    </div>
    {children}
  </section>
)
