import { Button, Flex } from 'antd'
import { useTranslation } from 'react-i18next'
import { Empty } from '@/shared/ui/states'

/** No alert matches, and what to do about it. */
export const ResetFilters = ({ onReset }: { onReset: () => void }) => {
  const { t } = useTranslation()
  return (
    <Empty title={t('alerts:empty')}>
      <Flex vertical gap="small" align="center">
        {t('alerts:empty.next')}
        <Button size="small" onClick={onReset}>
          {t('alerts:empty.reset')}
        </Button>
      </Flex>
    </Empty>
  )
}
