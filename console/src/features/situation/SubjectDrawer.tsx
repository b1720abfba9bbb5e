import { useQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { drawerWidth } from '@/shared/ui/Page'
import { Loaded } from '@/shared/ui/states'
import { useWords } from '@/shared/words'
import { subjectQuery } from './api'
import { IndexPanel } from './IndexPanel'
import { Trace } from './Trace'
import { WeekTrend } from './WeekTrend'

interface Props {
  subject: string
  time: string
  hours: number
  close: () => void
}

/** One part of the district: its index, how it moved, and what every point goes back to. */
export const SubjectDrawer = ({ subject, time, hours, close }: Props) => {
  const { t } = useTranslation()
  const words = useWords()
  const told = useQuery(subjectQuery(subject))
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
          <div className="fs-stack">
            <IndexPanel told={data} hours={hours} />
            <WeekTrend of={data} time={time} />
            <Trace told={data} />
          </div>
        )}
      </Loaded>
    </Drawer>
  )
}
