import { ArrowRightOutlined } from '@ant-design/icons'
import { theme } from 'antd'
import type { Schemas } from '@/shared/api'
import { UntrustedText } from '@/shared/ui/UntrustedText'

/** Who did it to whom, in one line. */
export const EntityPath = ({ entities }: { entities: readonly Schemas['EntityRead'][] }) => {
  const { token } = theme.useToken()
  const of = (role: Schemas['EntityRead']['role']) =>
    entities.filter((entity) => entity.role === role).map(({ value }) => value)
  const actors = of('actor')
  const targets = of('target')
  const others = actors.length + targets.length === 0 ? entities.map(({ value }) => value) : []
  const text = (values: string[]) => [...new Set(values)].slice(0, 2).join(' · ')
  return (
    <span style={{ display: 'flex', gap: 6, alignItems: 'center', minWidth: 0 }}>
      <span style={{ flex: '0 0 auto', maxWidth: '58%' }}>
        <UntrustedText text={text([...actors, ...others])} ellipsis />
      </span>
      {targets.length > 0 && (
        <>
          <ArrowRightOutlined style={{ color: token.colorTextTertiary, fontSize: 11 }} />
          <span style={{ minWidth: 0 }}>
            <UntrustedText text={text(targets)} ellipsis />
          </span>
        </>
      )}
    </span>
  )
}
