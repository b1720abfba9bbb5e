import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { LanguageSwitch } from '@/shared/ui/LanguageSwitch'

interface DoorProps {
  title: string
  children: ReactNode
}

/** The frame of the pages before one is in. */
export const Door = ({ title, children }: DoorProps) => {
  const { t } = useTranslation()
  useEffect(() => {
    document.title = `${title} · ${t('app:name')}`
  }, [title, t])
  return (
    <div className="fs-door">
      <header className="fs-door-bar">
        <LanguageSwitch />
      </header>
      <main className="fs-door-body">
        <div className="fs-door-name">
          <img src="/icon.svg" alt="" width={56} height={56} />
          <h1>{t('app:name')}</h1>
          <p>{t('app:about')}</p>
        </div>
        <section className="fs-door-card" aria-label={title}>
          <h2>{title}</h2>
          {children}
        </section>
      </main>
    </div>
  )
}
