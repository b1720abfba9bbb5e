import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EntityMenu } from '@/shared/entities/EntityMenu'
import { Moment } from '@/shared/time/Moment'
import { LevelTag } from '@/shared/ui/LevelTag'
import { More } from '@/shared/ui/More'
import { Empty, Loaded } from '@/shared/ui/states'
import { UnitName } from '@/shared/ui/UnitName'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { useWords } from '@/shared/words'
import { timelineQuery } from './api'
import styles from './entities.module.css'

export const EntityTimeline = ({ of }: { of: string }) => {
  const { t } = useTranslation()
  const words = useWords()
  const timeline = useInfiniteQuery(timelineQuery(of))
  return (
    <Loaded
      query={timeline}
      empty={(data) => data.pages.every((page) => page.items.length === 0)}
      whenEmpty={<Empty title={t('entities:timeline.none')} />}
    >
      {(data) => (
        <>
          <ol className={styles['timeline']}>
            {data.pages
              .flatMap((page) => page.items)
              .map((item) => (
                <li key={item.alert}>
                  <Moment at={item.time} />
                  <div>
                    <LevelTag level={item.level} short />{' '}
                    <Link to="/alerts" search={{ open: item.alert }}>
                      <UntrustedText text={words.title(item)} limit={200} />
                    </Link>{' '}
                    <span className="fs-soft">
                      {item.tactics.map((tactic) => words.name(tactic)).join(' · ')} · <UnitName id={item.unit} />
                    </span>
                    <div className={styles['beside']}>
                      {item.beside.map((one) => (
                        <EntityMenu key={one.key} entity={one} ellipsis />
                      ))}
                    </div>
                  </div>
                </li>
              ))}
          </ol>
          <More of={timeline} />
        </>
      )}
    </Loaded>
  )
}
