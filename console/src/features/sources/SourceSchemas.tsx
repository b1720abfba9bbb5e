import { Flex, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { UntrustedText } from '@/shared/ui/UntrustedText'

/** What the records of a source were read as, most frequent first. */
export const SourceSchemas = ({ schemas }: { schemas: Record<string, number> }) => {
  const { i18n } = useTranslation()
  return (
    <Flex gap={4} wrap>
      {Object.entries(schemas)
        .sort(([, one], [, other]) => other - one)
        .map(([name, events]) => (
          <Tag key={name}>
            <UntrustedText text={name} limit={60} mono /> {events.toLocaleString(i18n.language)}
          </Tag>
        ))}
    </Flex>
  )
}
