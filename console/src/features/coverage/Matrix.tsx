import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import styles from './coverage.module.css'
import { columnsOf } from './matrix'

interface Props {
  coverage: Schemas['CoverageRead']
  only: Schemas['Covered'] | undefined
  subs: boolean
}

/** The matrix; every cell leads to the rules that speak of its technique. */
export const Matrix = ({ coverage, only, subs }: Props) => {
  const { t, i18n } = useTranslation()
  const zh = i18n.language === 'zh-CN'
  const columns = useMemo(() => columnsOf(coverage), [coverage])
  const cell = (id: string, name: string, covered: Schemas['Covered'], rules: number, hits: number, sub = false) => {
    const says = t('coverage:cell', {
      id,
      name,
      covered: t(`coverage:covered.${covered}`),
      rules,
      hits,
    })
    return (
      <Link
        to="/rules"
        search={{ technique: id }}
        className={styles['cell']}
        data-covered={covered}
        data-sub={sub}
        title={says}
        aria-label={says}
      >
        <span className={styles['id']}>
          {id}
          {hits > 0 && <b> {hits.toLocaleString(i18n.language)}</b>}
        </span>
        <span className={styles['name']}>{sub ? (name.split(': ')[1] ?? name) : name}</span>
      </Link>
    )
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles['matrix']} aria-label={t('coverage:title')} tabIndex={0}>
      {columns.map(({ tactic, cells }) => {
        const shown = cells.filter((one) => only === undefined || one.covered === only)
        const covered = cells.filter((one) => one.covered === 'fired' || one.covered === 'ready').length
        return (
          <section key={tactic.shortname} className={styles['column']} aria-label={zh ? tactic.name_zh : tactic.name}>
            <h2 className={styles['tactic']}>
              {zh ? tactic.name_zh : tactic.name}
              <small>
                {covered} / {cells.length}
              </small>
            </h2>
            {shown.map((one) => (
              <div key={one.technique.id}>
                {cell(one.technique.id, one.technique.name, one.covered, one.rules, one.hits)}
                {subs &&
                  one.subs
                    .filter((sub) => only === undefined || sub.covered === only)
                    .map((sub) => (
                      <div key={sub.id}>{cell(sub.id, sub.name, sub.covered, sub.rules, sub.hits ?? 0, true)}</div>
                    ))}
              </div>
            ))}
          </section>
        )
      })}
    </section>
  )
}
