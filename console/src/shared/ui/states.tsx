import { InboxOutlined, ReloadOutlined, StopOutlined, WarningOutlined } from '@ant-design/icons'
import type { UseQueryResult } from '@tanstack/react-query'
import { Alert, Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError, problemOf } from '@/shared/problems'
import { useProblemText } from '@/shared/problemText'
import { ProblemDetail } from '@/shared/ui/ProblemSaid'

interface StateProps {
  icon: ReactNode
  title: ReactNode
  children?: ReactNode
  role?: 'alert' | 'status'
}

const State = ({ icon, title, children, role = 'status' }: StateProps) => (
  <div className="fs-state" role={role}>
    <span className="fs-state-icon">{icon}</span>
    <strong>{title}</strong>
    {children && <div className="fs-state-text">{children}</div>}
  </div>
)

interface ForbiddenProps {
  permission?: string | undefined
}

export const Forbidden = ({ permission }: ForbiddenProps) => {
  const { t } = useTranslation()
  return (
    <State icon={<StopOutlined />} title={t('states:forbidden')}>
      {t('states:forbidden.next')}
      {permission && (
        <div>
          <code>{permission}</code>
        </div>
      )}
    </State>
  )
}

interface EmptyProps {
  title?: ReactNode
  /** What to do next. */
  children?: ReactNode
}

export const Empty = ({ title, children }: EmptyProps) => {
  const { t } = useTranslation()
  return (
    <State icon={<InboxOutlined />} title={title ?? t('states:empty')}>
      {children}
    </State>
  )
}

interface FailedProps {
  error: unknown
  onRetry?: () => void
}

export const Failed = ({ error, onRetry }: FailedProps) => {
  const { t } = useTranslation()
  const textOf = useProblemText()
  const problem = problemOf(error)
  if (problem.code === 'permission.missing' || problem.code === 'scope.forbidden') return <Forbidden />
  const text = textOf(problem)
  return (
    <State icon={<WarningOutlined />} title={text.title} role="alert">
      {(text.detail || text.hint) && <ProblemDetail problem={text} />}
      {problem.request_id && <div>{t('states:request', { id: problem.request_id })}</div>}
      {onRetry && (
        <Button icon={<ReloadOutlined />} onClick={onRetry} size="small">
          {t('states:retry')}
        </Button>
      )}
    </State>
  )
}

interface PartialProps {
  reason: ReactNode
  action?: ReactNode
}

/** What is shown is not all of it, or not fresh. */
export const Partial = ({ reason, action }: PartialProps) => {
  const { t } = useTranslation()
  return <Alert type="warning" showIcon title={t('states:partial')} description={reason} action={action} />
}

interface LoadedProps<T> {
  query: UseQueryResult<T>
  empty?: (data: T) => boolean
  whenEmpty?: ReactNode
  children: (data: T) => ReactNode
}

/** What a query gave, or why there is nothing to show. Older data stays visible beside a failure to renew it. */
export function Loaded<T>({ query, empty, whenEmpty, children }: LoadedProps<T>) {
  const { t } = useTranslation()
  const retry = () => void query.refetch()
  if (query.data === undefined) {
    if (query.isError) return <Failed error={query.error} onRetry={retry} />
    return (
      <div role="status" aria-label={t('states:loading')}>
        <Skeleton active paragraph={{ rows: 6 }} title={false} />
      </div>
    )
  }
  const gone = query.error instanceof ProblemError && [403, 404].includes(query.error.status)
  if (gone) return <Failed error={query.error} onRetry={retry} />
  return (
    <>
      {query.isError && (
        <Partial
          reason={t('states:stale')}
          action={
            <Button size="small" onClick={retry}>
              {t('states:retry')}
            </Button>
          }
        />
      )}
      {empty?.(query.data) ? whenEmpty === undefined ? <Empty /> : whenEmpty : children(query.data)}
    </>
  )
}
