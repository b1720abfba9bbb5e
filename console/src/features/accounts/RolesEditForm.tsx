import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Flex, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/shared/session'
import { type Account, type Role, rolesQuery, useSetRoles } from './api'
import { ROLES } from './search'

interface RolesEditFormProps {
  account: Account
}

const ADMINISTRATIONS: readonly Role[] = ['system_admin', 'security_admin', 'audit_admin']

/** What an account may do. Of the three administrations it can hold one; the API and the database hold to that too. */
export const RolesEditForm = ({ account }: RolesEditFormProps) => {
  const { t, i18n } = useTranslation()
  const mayGrant = useMay('roles:grant')
  const known = useQuery(rolesQuery())
  const [roles, setRoles] = useState<Role[]>(account.roles)
  const set = useSetRoles(account)
  const administration = ADMINISTRATIONS.filter((role) => roles.includes(role))
  const changed = [...roles].sort().join() !== [...account.roles].sort().join()
  const wordsOf = (role: Role) => {
    const held = known.data?.roles.find((each) => each.role === role)?.permissions ?? []
    const words = held.map((name) => known.data?.permissions.find((each) => each.permission === name))
    return words
      .map((word) => (i18n.language === 'en' ? word?.name : word?.name_zh))
      .filter(Boolean)
      .join(i18n.language === 'en' ? '; ' : '；')
  }
  return (
    <section className="fs-part" aria-label={t('accounts:roles')}>
      <h3>{t('accounts:roles')}</h3>
      <Flex vertical gap={8}>
        {ROLES.map((role) => (
          <Checkbox
            key={role}
            checked={roles.includes(role)}
            disabled={
              !mayGrant ||
              (ADMINISTRATIONS.includes(role) && administration.length > 0 && !administration.includes(role))
            }
            onChange={({ target }) =>
              setRoles(target.checked ? [...roles, role] : roles.filter((other) => other !== role))
            }
          >
            {t(`roles:${role}`)}
            <Typography.Text type="secondary" className="fs-note">
              {wordsOf(role)}
            </Typography.Text>
          </Checkbox>
        ))}
      </Flex>
      <Alert type="info" showIcon title={t('accounts:separation')} style={{ margin: '12px 0' }} />
      {mayGrant && (
        <Button type="primary" disabled={!changed} loading={set.isPending} onClick={() => set.mutate(roles)}>
          {t('accounts:roles.save')}
        </Button>
      )}
    </section>
  )
}
