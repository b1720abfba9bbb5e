import { Flex, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Role } from './api'

interface RoleTagsProps {
  roles: readonly Role[]
}

export const RoleTags = ({ roles }: RoleTagsProps) => {
  const { t } = useTranslation()
  if (roles.length === 0) return <span>—</span>
  return (
    <Flex gap={4} wrap>
      {roles.map((role) => (
        <Tag key={role}>{t(`roles:${role}`)}</Tag>
      ))}
    </Flex>
  )
}
