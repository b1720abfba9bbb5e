import { Flex, Typography } from 'antd'
import type { ReactNode } from 'react'

interface PageProps {
  title: ReactNode
  /** Right of the title: what can be done on the page. */
  extra?: ReactNode
  /** The query area on top. */
  toolbar?: ReactNode
  children: ReactNode
}

export const drawerWidth = 720

/** The frame of every page: title, actions, query area, content. */
export const Page = ({ title, extra, toolbar, children }: PageProps) => (
  <Flex vertical gap={12} className="fs-page">
    <Flex justify="space-between" align="start" gap="small" wrap>
      <Typography.Title level={1} className="fs-title">
        {title}
      </Typography.Title>
      {extra && (
        <Flex gap="small" align="center" wrap>
          {extra}
        </Flex>
      )}
    </Flex>
    {toolbar && <div className="fs-toolbar">{toolbar}</div>}
    {children}
  </Flex>
)
