import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useMay } from '@/shared/session'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { Grade } from './Grade'
import styles from './risks.module.css'

const REGISTERS = ['assets', 'systems', 'exposures', 'data_sets'] as const

interface Props {
  risk: Schemas['RiskBrief']
  causes: Schemas['RiskCauseRead'][]
}

/** Why a figure is what it is, each line leading to the record it comes from. */
export const Causes = ({ risk, causes }: Props) => {
  const { zh } = useWords()
  return (
    <ul className={styles['causes']}>
      {causes.map((one) => (
        <li key={`${one.figure}${one.kind}${one.ref}${one.en}`}>
          <Grade grade={one.grade} /> <UntrustedText text={zh ? one.zh : one.en} limit={300} />{' '}
          <Source risk={risk} one={one} />
        </li>
      ))}
    </ul>
  )
}

const Source = ({ risk, one }: { risk: Schemas['RiskBrief']; one: Schemas['RiskCauseRead'] }) => {
  const { t } = useTranslation()
  const seesAlerts = useMay('alerts:read')
  const seesRegister = useMay('registers:read')
  const register = REGISTERS.find((name) => name === one.kind)
  if (one.kind === 'alerts' && seesAlerts)
    return (
      <Link to="/alerts" search={{ rule: one.ref } as never}>
        {t('risks:see_alerts')}
      </Link>
    )
  if (one.kind === 'item')
    return (
      <Link
        to="/compliance/$systemId"
        params={{ systemId: risk.system }}
        search={{ tab: 'items', item: one.ref } as never}
      >
        {t('risks:see_item')}
      </Link>
    )
  if (register && seesRegister)
    return (
      <Link to="/inventory" search={{ tab: register, open: one.ref } as never}>
        {t('risks:see_record')}
      </Link>
    )
  return null
}
