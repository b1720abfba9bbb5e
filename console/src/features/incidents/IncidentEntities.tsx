import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { EntityMenu } from '@/shared/entities/EntityMenu'
import { Panel } from '@/shared/ui/Panel'
import styles from './incident.module.css'

type Entity = Schemas['EntityRead']

const ROLES = ['actor', 'target', 'observed'] as const
const AT_ONCE = 8

export const IncidentEntities = ({ entities }: { entities: Entity[] }) => {
  const { t } = useTranslation()
  return (
    <Panel title={t('incidents:entities')} extra={entities.length}>
      {ROLES.map((role) => (
        <EntitiesOfRole key={role} role={role} entities={entities.filter((entity) => entity.role === role)} />
      ))}
    </Panel>
  )
}

const EntitiesOfRole = ({ role, entities }: { role: (typeof ROLES)[number]; entities: Entity[] }) => {
  const { t } = useTranslation()
  const [all, showAll] = useState(false)
  if (entities.length === 0) return null
  const shown = all ? entities : entities.slice(0, AT_ONCE)
  return (
    <section className={styles['role']}>
      <h3>
        {t(`entities:role.${role}`)} <span>{entities.length}</span>
      </h3>
      <ul>
        {shown.map((entity) => (
          <li key={entity.key}>
            <span className={styles['kind']}>{t(`entities:kind.${entity.kind}`)}</span>
            <EntityMenu entity={entity} ellipsis />
          </li>
        ))}
      </ul>
      {entities.length > AT_ONCE && (
        <Button type="link" size="small" onClick={() => showAll(!all)}>
          {all ? t('incidents:entities.fewer') : t('incidents:entities.all', { count: entities.length })}
        </Button>
      )}
    </section>
  )
}
