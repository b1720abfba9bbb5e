import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { EntityMenu } from '@/shared/entities/EntityMenu'
import { LevelTag } from '@/shared/ui/LevelTag'
import { Empty, Loaded } from '@/shared/ui/states'
import { peersQuery } from './api'
import styles from './entities.module.css'

export const EntityPeers = ({ of }: { of: string }) => {
  const { t } = useTranslation()
  const peers = useQuery(peersQuery(of))
  return (
    <Loaded
      query={peers}
      empty={(data) => data.items.length === 0}
      whenEmpty={<Empty title={t('entities:peers.none')} />}
    >
      {(data) => (
        <ol className={styles['peers']}>
          {data.items.map((one) => (
            <li key={one.key}>
              <span className="fs-soft">{t(`entities:kind.${one.kind}`)}</span>
              <EntityMenu entity={one} ellipsis />
              <LevelTag level={one.level} short />
              <span>{one.alerts}</span>
            </li>
          ))}
        </ol>
      )}
    </Loaded>
  )
}
