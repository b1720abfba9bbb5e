import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { UnitName } from '@/shared/ui/UnitName'
import styles from './compliance.module.css'
import { cellsByUnit, stepOf } from './heat'

interface Props {
  district: Schemas['DistrictRead']
  unit: string | undefined
  category: string | undefined
  onPick: (unit: string | undefined, category: string | undefined) => void
}

/** Units against the ten categories; a cell narrows the systems below to what it is made of. */
export const HeatMap = ({ district, unit, category, onPick }: Props) => {
  const { t, i18n } = useTranslation()
  const zh = i18n.language === 'zh-CN'
  const rows = cellsByUnit(district.cells)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles['heat']} aria-label={t('compliance:heat')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('compliance:column.unit')}</th>
            {district.categories.map((one) => (
              <th scope="col" key={one.id} title={one.id}>
                {zh ? one.zh : one.en}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...rows.entries()].map(([name, cells]) => (
            <tr key={name}>
              <th scope="row">
                <button
                  type="button"
                  className="fs-link"
                  onClick={() => onPick(unit === name ? undefined : name, category)}
                >
                  <UnitName id={name} />
                </button>
              </th>
              {district.categories.map((one) => {
                const cell = cells.get(one.id)
                const chosen = unit === name && category === one.id
                const says = cell
                  ? t('compliance:cell', {
                      category: zh ? one.zh : one.en,
                      met: cell.counted.met,
                      partly: cell.counted.partly_met,
                      not: cell.counted.not_met,
                      unknown: cell.counted.unknown,
                    })
                  : undefined
                return (
                  <td key={one.id}>
                    <button
                      type="button"
                      className={styles['cell']}
                      data-step={stepOf(cell?.percent)}
                      aria-pressed={chosen}
                      aria-label={says}
                      title={says}
                      onClick={() => (chosen ? onPick(undefined, undefined) : onPick(name, one.id))}
                    >
                      {cell?.percent === undefined ? '—' : `${cell.percent}`}
                      <small>{cell ? `${cell.known}/${cell.total}` : ''}</small>
                    </button>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
