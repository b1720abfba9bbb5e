import { ArrowRightOutlined } from '@ant-design/icons'
import { theme } from 'antd'
import type { Schemas } from '@/shared/api'
import { UntrustedText } from '@/shared/ui/UntrustedText'

/** Who did it to whom, in one line. */
export const EntityPath = ({ entities }: { entities: readonly Schemas['EntityRead'][] }) => {
  const { token } = theme.useToken()
  const of = (role: Schemas['EntityRead']['role']) => entities.filter((entity) => entity.role === role).map(({ value }) => value)
  const actors = of('actor')
  const targets = of('target')
  const others = actors.length + targets.length === 0 ? entities.map(({ value }) => value) : []
  const side = (values: string[]) => <UntrustedText text={values.slice(0, 2).join(' · ')} ellipsis />
  return (
    <span style={{ display: 'flex', gap: 6, alignItems: 'center', minWidth: 0 }}>
      {side([...actors, ...others])}
      {targets.length > 0 && (
        <>
          <ArrowRightOutlined style={{ color: token.colorTextTertiary, fontSize: 11 }} />
          {side(targets)}
        </>
      )}
    </span>
  )
}
