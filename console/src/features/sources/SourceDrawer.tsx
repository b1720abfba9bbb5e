import { useQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { useLiveQueries } from '@/shared/live'
import { useMay } from '@/shared/session'
import { drawerWidth } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { sourceQuery } from './api'
import { QuarantineReasons } from './QuarantineReasons'
import { QuarantineSamples } from './QuarantineSamples'
import { SourceActions } from './SourceActions'
import { SourceFacts } from './SourceFacts'
import { SourceHistory } from './SourceHistory'

interface Props {
  name: string
  rate: number | null
  reason: string | undefined
  onReason: (reason: string | undefined) => void
  onClose: () => void
}

export const SourceDrawer = ({ name, rate, reason, onReason, onClose }: Props) => {
  const { t } = useTranslation()
  const source = useQuery(sourceQuery(name))
  const maySeeSamples = useMay('quarantine:read')
  const mayChange = useMay('sources:change')
  const keys = [['sources', 'one', name]]
  useLiveQueries({ sources: keys, reset: keys })
  return (
    <Drawer
      open
      size={drawerWidth}
      onClose={onClose}
      title={<UntrustedText text={name} limit={200} />}
      closable={{ 'aria-label': t('sources:close') }}
    >
      <Loaded query={source}>
        {(data) => (
          <>
            {mayChange && <SourceActions source={data} onGone={onClose} />}
            {data.units.map((unit) => (
              <SourceFacts key={unit.unit} source={unit} rate={data.units.length === 1 ? rate : null} />
            ))}
            <SourceHistory name={name} />
            <QuarantineReasons reasons={data.quarantine} chosen={reason} choose={onReason} />
            {maySeeSamples && data.quarantine.length > 0 && <QuarantineSamples source={name} reason={reason} />}
          </>
        )}
      </Loaded>
    </Drawer>
  )
}
