import { Form } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import styles from './compliance.module.css'

const HARMED = ['citizens', 'society', 'nation'] as const
const DEGREES = ['general', 'serious', 'especially_serious'] as const

export interface GradingValues {
  s_harmed?: Schemas['Harmed'] | null
  s_degree?: Schemas['Degree'] | null
  a_harmed?: Schemas['Harmed'] | null
  a_degree?: Schemas['Degree'] | null
}

/** The level both sides lead to: the higher one; 0 while neither is filled in. */
export const worksheetLevel = (matrix: Schemas['RecordRead']['matrix'], values: GradingValues): number =>
  Math.max(
    values.s_harmed && values.s_degree ? (matrix[values.s_harmed]?.[values.s_degree] ?? 0) : 0,
    values.a_harmed && values.a_degree ? (matrix[values.a_harmed]?.[values.a_degree] ?? 0) : 0,
  )

interface Props {
  matrix: Schemas['RecordRead']['matrix']
  disabled: boolean
}

/** Who would be harmed how badly, for business information and for system service; a cell says the level it leads to. */
export const Worksheet = ({ matrix, disabled }: Props) => (
  <div className={styles['worksheets']}>
    <Side side="s" matrix={matrix} disabled={disabled} />
    <Side side="a" matrix={matrix} disabled={disabled} />
  </div>
)

const Side = ({ side, matrix, disabled }: Props & { side: 's' | 'a' }) => {
  const { t } = useTranslation()
  const form = Form.useFormInstance()
  const harmed = Form.useWatch(['grading', `${side}_harmed`], form) as Schemas['Harmed'] | null | undefined
  const degree = Form.useWatch(['grading', `${side}_degree`], form) as Schemas['Degree'] | null | undefined
  const pick = (who: Schemas['Harmed'] | null, how: Schemas['Degree'] | null) => {
    form.setFieldValue(['grading', `${side}_harmed`], who)
    form.setFieldValue(['grading', `${side}_degree`], how)
  }
  return (
    <table className={styles['worksheet']}>
      <caption>{t(`compliance:field.${side}`)}</caption>
      <thead>
        <tr>
          <th>
            <Form.Item name={['grading', `${side}_harmed`]} hidden>
              <input />
            </Form.Item>
            <Form.Item name={['grading', `${side}_degree`]} hidden>
              <input />
            </Form.Item>
          </th>
          {DEGREES.map((how) => (
            <th key={how} scope="col">
              {t(`compliance:degree.${how}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {HARMED.map((who) => (
          <tr key={who}>
            <th scope="row">{t(`compliance:harmed.${who}`)}</th>
            {DEGREES.map((how) => {
              const chosen = harmed === who && degree === how
              return (
                <td key={how}>
                  <button
                    type="button"
                    disabled={disabled}
                    aria-pressed={chosen}
                    onClick={() => (chosen ? pick(null, null) : pick(who, how))}
                  >
                    {matrix[who]?.[how] ?? '—'}
                  </button>
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
