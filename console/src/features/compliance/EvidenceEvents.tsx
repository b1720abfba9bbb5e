import { useQuery } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Loaded } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { openEvidence } from './api'
import styles from './compliance.module.css'

/** The newest events behind an answer, for those who may not search; opening them is recorded. */
export const EvidenceEvents = ({ system, rule }: { system: string; rule: string }) => {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const found = useQuery({
    queryKey: ['compliance', system, 'events', rule],
    queryFn: () => openEvidence(system, rule),
    enabled: open,
    staleTime: 60_000,
  })
  return (
    <>
      <Button type="link" size="small" className={styles['link'] ?? ''} onClick={() => setOpen(true)}>
        {t('compliance:samples')}
      </Button>
      <Modal open={open} onCancel={() => setOpen(false)} footer={null} width={860} title={t('compliance:samples')}>
        {open && (
          <Loaded query={found} empty={(data) => data.items.length === 0}>
            {(data) => (
              <>
                {data.items.map((event) => (
                  <dl key={String(event['event.id'])} className={styles['event']}>
                    {Object.entries(event).map(([name, value]) => (
                      <div key={name}>
                        <dt>{name}</dt>
                        <dd>
                          <UntrustedText text={Array.isArray(value) ? value.join(', ') : String(value)} limit={600} />
                        </dd>
                      </div>
                    ))}
                  </dl>
                ))}
                {data.gone.length > 0 && <p>{t('compliance:gone', { number: data.gone.length })}</p>}
              </>
            )}
          </Loaded>
        )}
      </Modal>
    </>
  )
}
