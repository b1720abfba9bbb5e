import { useQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { drawerWidth } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { useWords } from '@/shared/words'
import { historyQuery, subjectQuery } from './api'
import { IndexPanel } from './IndexPanel'
import styles from './situation.module.css'
import { Trace } from './Trace'
import { TrendLine } from './TrendLine'

interface Props {
  subject: string
  time: string
  hours: number
  close: () => void
}

const WEEK_H = 168

/** One part of the district: its index, how it moved, and what every point goes back to. */
export const SubjectDrawer = ({ subject, time, hours, close }: Props) => {
  const { t } = useTranslation()
  const words = useWords()
  const told = useQuery(subjectQuery(subject))
  const history = useQuery(historyQuery(subject, WEEK_H))
  return (
    <Drawer
      open
      onClose={close}
      size={drawerWidth}
      title={told.data ? words.name(told.data) : t('situation:title')}
      destroyOnHidden
    >
      <Loaded query={told}>
        {(data) => (
          <div className={styles['stack']}>
            <IndexPanel told={data} hours={hours} />
            <TrendLine
              readings={history.data?.items ?? []}
              current={data.index}
              time={time}
              hours={WEEK_H}
              label={words.name(data)}
            />
            <Trace told={data} />
          </div>
        )}
      </Loaded>
    </Drawer>
  )
}
