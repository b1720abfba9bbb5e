import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import styles from './risks.module.css'

interface Props {
  cells: Schemas['RiskCell'][]
  likelihood: number | undefined
  loss: number | undefined
  onPick: (likelihood: number | undefined, loss: number | undefined) => void
}

const FROM_HIGH = [5, 4, 3, 2, 1]
const FROM_LOW = [1, 2, 3, 4, 5]

/** Likelihood against loss; a cell narrows the register below to the risks it counts. */
export const RiskMatrix = ({ cells, likelihood, loss, onPick }: Props) => {
  const { t } = useTranslation()
  const at = (row: number, column: number) => cells.find((one) => one.likelihood === row && one.loss === column)
  return (
    <table className={styles['matrix']}>
      <caption className={styles['caption']}>{t('risks:matrix')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('risks:likelihood')} ↑</th>
          <td colSpan={FROM_LOW.length} />
        </tr>
      </thead>
      <tbody>
        {FROM_HIGH.map((row) => (
          <tr key={row}>
            <th scope="row">{row}</th>
            {FROM_LOW.map((column) => {
              const cell = at(row, column)
              const chosen = likelihood === row && loss === column
              return (
                <td key={column}>
                  <button
                    type="button"
                    data-level={cell?.level}
                    aria-pressed={chosen}
                    aria-label={t('risks:cell', {
                      likelihood: row,
                      loss: column,
                      level: t(`risks:grade.${cell?.level ?? 1}`),
                      number: cell?.risks ?? 0,
                    })}
                    onClick={() => (chosen ? onPick(undefined, undefined) : onPick(row, column))}
                  >
                    {cell?.risks || ''}
                  </button>
                </td>
              )
            })}
          </tr>
        ))}
        <tr>
          <th scope="row">{t('risks:loss')} →</th>
          {FROM_LOW.map((column) => (
            <th scope="col" key={column}>
              {column}
            </th>
          ))}
        </tr>
      </tbody>
    </table>
  )
}
