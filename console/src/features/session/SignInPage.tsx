import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Divider, Flex } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError, problemOf } from '@/shared/problems'
import { useProblemText } from '@/shared/problemText'
import { useSearchState } from '@/shared/search'
import { methodsQuery, signIn } from './api'
import { CodeForm } from './CodeForm'
import { Door } from './Door'
import { PasswordForm } from './PasswordForm'
import { readSignInSearch } from './search'
import { useEnter } from './useEnter'

interface Shown {
  name: string
  password: string
}

export const SignInPage = () => {
  const { t } = useTranslation()
  const [{ back }] = useSearchState(readSignInSearch)
  const methods = useQuery(methodsQuery())
  const enter = useEnter()
  const textOf = useProblemText()
  const [shown, setShown] = useState<Shown>()
  const [failed, setFailed] = useState<unknown>()
  const [busy, setBusy] = useState(false)

  const attempt = async (given: Shown, code?: string) => {
    setBusy(true)
    setFailed(undefined)
    try {
      await enter(await signIn(code === undefined ? given : { ...given, code }), back)
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'sign_in.code_needed' && code === undefined) setShown(given)
      else setFailed(error)
    } finally {
      setBusy(false)
    }
  }

  const wait = failed instanceof ProblemError ? failed.retryAfter : undefined
  return (
    <Door title={shown ? t('session:code.title') : t('session:title')}>
      <Flex vertical gap={16}>
        {failed !== undefined && (
          <Alert
            type="error"
            showIcon
            role="alert"
            title={textOf(problemOf(failed)).title}
            description={wait === undefined ? undefined : t('session:wait', { seconds: wait })}
          />
        )}
        {shown ? (
          <CodeForm busy={busy} onCode={(code) => void attempt(shown, code)} onBack={() => setShown(undefined)} />
        ) : (
          <PasswordForm busy={busy} onSubmit={(given) => void attempt(given)} />
        )}
        {!shown && methods.data?.oidc && (
          <>
            <Divider plain style={{ margin: 0 }}>
              {t('session:or')}
            </Divider>
            <Button href="/api/v1/oidc/begin" block>
              {methods.data.oidc}
            </Button>
          </>
        )}
      </Flex>
    </Door>
  )
}
