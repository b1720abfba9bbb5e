import { useQuery } from '@tanstack/react-query'
import { Button, Flex, Typography, theme } from 'antd'
import { useTranslation } from 'react-i18next'
import { Loaded } from '@/shared/ui/states'
import { type Asked, topValuesQuery } from './api'
import { FieldValues } from './FieldValues'

type Props = { asked: Asked; field: string; onExists: (field: string, exists: boolean) => void }

/** The most frequent values of a field among all events that match, not only those loaded. */
export const TopValues = ({ asked, field, onExists }: Props) => {
  const { t, i18n } = useTranslation()
  const { token } = theme.useToken()
  const query = useQuery(topValuesQuery(asked, field))
  return (
    <Loaded
      query={query}
      empty={({ items }) => items.length === 0}
      whenEmpty={<Typography.Text type="secondary">{t('events:values.none')}</Typography.Text>}
    >
      {({ items }) => {
        const most = items[0]?.count ?? 1
        return (
          <Flex vertical gap={3}>
            {items.map(({ value, count }) => (
              <div key={`${typeof value} ${String(value)}`} style={{ fontSize: token.fontSizeSM }}>
                <Flex justify="space-between" gap={8}>
                  <span style={{ minWidth: 0 }}>
                    <FieldValues field={field} value={value} ellipsis />
                  </span>
                  <Typography.Text type="secondary" style={{ fontSize: token.fontSizeSM, flex: 'none' }}>
                    {count.toLocaleString(i18n.language)}
                  </Typography.Text>
                </Flex>
                <div style={{ height: 2, background: token.colorFillSecondary }}>
                  <div style={{ height: 2, width: `${(100 * count) / most}%`, background: token.colorPrimary }} />
                </div>
              </div>
            ))}
            <Flex gap={4}>
              <Button size="small" type="link" onClick={() => onExists(field, true)}>
                {t('events:fields.exists')}
              </Button>
              <Button size="small" type="link" onClick={() => onExists(field, false)}>
                {t('events:fields.missing')}
              </Button>
            </Flex>
          </Flex>
        )
      }}
    </Loaded>
  )
}
