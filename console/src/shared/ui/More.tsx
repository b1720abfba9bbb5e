import { Button } from 'antd'
import { useTranslation } from 'react-i18next'

interface Props {
  of: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> }
}

/** The next page of a list, where there is one. */
export const More = ({ of }: Props) => {
  const { t } = useTranslation()
  if (!of.hasNextPage) return null
  return (
    <Button block loading={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>
      {t('ui:more.load')}
    </Button>
  )
}
