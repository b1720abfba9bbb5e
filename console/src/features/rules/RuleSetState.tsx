import { ReloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Tooltip, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/shared/session'
import { Moment } from '@/shared/time/Moment'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { ruleSetQuery, useReload } from './api'

/** Which rules are in use together, since when, and whether changed files are being taken in. */
export const RuleSetState = () => {
  const { t } = useTranslation()
  const { data: set } = useQuery(ruleSetQuery())
  const reload = useReload()
  const may = useMay('rules:change')
  return (
    <>
      {set?.problem && (
        <Alert
          type="error"
          showIcon
          title={t('rules:set.problem')}
          description={<UntrustedText text={set.problem} />}
        />
      )}
      {set && (
        <Tooltip title={t('rules:set.help')}>
          <Typography.Text type="secondary">
            {t('rules:set.version')} <span className="fs-mono">{set.version.slice(0, 12)}</span>
            {set.loaded && (
              <>
                {' '}
                · {t('rules:set.loaded')} <Moment at={set.loaded} />
              </>
            )}
          </Typography.Text>
        </Tooltip>
      )}
      {may && (
        <Button
          size="small"
          icon={<ReloadOutlined />}
          loading={reload.isPending || (set?.loading ?? false)}
          onClick={() => reload.mutate(undefined)}
        >
          {t('rules:reload')}
        </Button>
      )}
    </>
  )
}
