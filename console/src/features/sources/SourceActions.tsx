import { App, Button, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { useRemoveSource, useSwitchSource } from './managed'
import { SourceForm } from './SourceForm'
import styles from './sources.module.css'

/** What can be done with a configured source. One of the settings file can only be paused here. */
export const SourceActions = ({ source, onGone }: { source: Schemas['SourceDetail']; onGone: () => void }) => {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const change = useSwitchSource(source.name)
  const remove = useRemoveSource(source.name)
  const [editing, edit] = useState(false)
  const known = source.units.find((unit) => unit.input !== null && unit.kind !== null)
  if (known?.kind == null) return null
  const paused = known.state === 'disabled'
  return (
    <Space wrap className={styles['toolbar'] ?? ''}>
      <Button size="small" loading={change.isPending} onClick={() => change.mutate(paused ? 'resume' : 'pause')}>
        {paused ? t('sources:resume') : t('sources:pause')}
      </Button>
      {source.settings !== null && (
        <>
          <Button size="small" onClick={() => edit(true)}>
            {t('sources:edit')}
          </Button>
          <Button
            size="small"
            danger
            onClick={() =>
              modal.confirm({
                title: t('sources:remove'),
                content: t('sources:remove.sure'),
                okText: t('sources:remove'),
                okButtonProps: { danger: true },
                onOk: () => remove.mutateAsync(undefined).then(onGone),
              })
            }
          >
            {t('sources:remove')}
          </Button>
        </>
      )}
      {editing && source.settings !== null && (
        <SourceForm
          source={{ name: source.name, kind: known.kind, unit: known.unit, settings: source.settings }}
          onClose={() => edit(false)}
        />
      )}
    </Space>
  )
}
