import {
  AlertOutlined,
  ApartmentOutlined,
  AuditOutlined,
  BugOutlined,
  CheckSquareOutlined,
  ClockCircleOutlined,
  CloudServerOutlined,
  ClusterOutlined,
  DashboardOutlined,
  DatabaseOutlined,
  ExperimentOutlined,
  FileDoneOutlined,
  FilePdfOutlined,
  FileProtectOutlined,
  FileSearchOutlined,
  FireOutlined,
  FolderOpenOutlined,
  FundOutlined,
  HistoryOutlined,
  NodeIndexOutlined,
  NotificationOutlined,
  PlayCircleOutlined,
  RadarChartOutlined,
  SafetyCertificateOutlined,
  ScheduleOutlined,
  SettingOutlined,
  SolutionOutlined,
  TeamOutlined,
  ThunderboltOutlined,
  WarningOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import { key } from '@/shared/i18n'

export interface MenuEntry {
  path: string
  label: string
  permission: string
  icon: ReactNode
  /** Letter after `g`. */
  letter: string
}

export interface MenuGroup {
  label: string | undefined
  entries: readonly MenuEntry[]
}

export const MENU: readonly MenuGroup[] = [
  {
    label: undefined,
    entries: [
      {
        path: '/situation',
        label: key('menu:situation'),
        permission: 'overview:read',
        icon: <FundOutlined />,
        letter: 'd',
      },
      {
        path: '/overview',
        label: key('menu:overview'),
        permission: 'overview:read',
        icon: <DashboardOutlined />,
        letter: 'o',
      },
    ],
  },
  {
    label: key('menu:group.monitor'),
    entries: [
      {
        path: '/events',
        label: key('menu:events'),
        permission: 'events:read',
        icon: <FileSearchOutlined />,
        letter: 'e',
      },
      { path: '/alerts', label: key('menu:alerts'), permission: 'alerts:read', icon: <AlertOutlined />, letter: 'a' },
      {
        path: '/incidents',
        label: key('menu:incidents'),
        permission: 'incidents:read',
        icon: <FireOutlined />,
        letter: 'i',
      },
      {
        path: '/exposure',
        label: key('menu:exposure'),
        permission: 'registers:read',
        icon: <NodeIndexOutlined />,
        letter: 'x',
      },
    ],
  },
  {
    label: key('menu:group.response'),
    entries: [
      {
        path: '/notices',
        label: key('menu:notices'),
        permission: 'notices:read',
        icon: <NotificationOutlined />,
        letter: 'w',
      },
      {
        path: '/clocks',
        label: key('menu:clocks'),
        permission: 'clocks:read',
        icon: <ClockCircleOutlined />,
        letter: 'f',
      },
      { path: '/duty', label: key('menu:duty'), permission: 'duty:read', icon: <ScheduleOutlined />, letter: 'y' },
      {
        path: '/recovery',
        label: key('menu:recovery'),
        permission: 'recovery:read',
        icon: <HistoryOutlined />,
        letter: '3',
      },
      {
        path: '/drills',
        label: key('menu:drills'),
        permission: 'drills:read',
        icon: <ExperimentOutlined />,
        letter: '4',
      },
      {
        path: '/approvals',
        label: key('menu:approvals'),
        permission: 'executions:read',
        icon: <CheckSquareOutlined />,
        letter: 'k',
      },
      {
        path: '/executions',
        label: key('menu:executions'),
        permission: 'executions:read',
        icon: <PlayCircleOutlined />,
        letter: 'l',
      },
      {
        path: '/playbooks',
        label: key('menu:playbooks'),
        permission: 'playbooks:read',
        icon: <ThunderboltOutlined />,
        letter: 'b',
      },
    ],
  },
  {
    label: key('menu:group.data'),
    entries: [
      {
        path: '/inventory',
        label: key('menu:inventory'),
        permission: 'registers:read',
        icon: <DatabaseOutlined />,
        letter: 'v',
      },
      {
        path: '/sources',
        label: key('menu:sources'),
        permission: 'sources:read',
        icon: <CloudServerOutlined />,
        letter: 's',
      },
      {
        path: '/rules',
        label: key('menu:rules'),
        permission: 'rules:read',
        icon: <SafetyCertificateOutlined />,
        letter: 'r',
      },
      {
        path: '/coverage',
        label: key('menu:coverage'),
        permission: 'rules:read',
        icon: <RadarChartOutlined />,
        letter: 'm',
      },
      {
        path: '/indicators',
        label: key('menu:indicators'),
        permission: 'indicators:read',
        icon: <BugOutlined />,
        letter: 'h',
      },
    ],
  },
  {
    label: key('menu:group.compliance'),
    entries: [
      {
        path: '/compliance',
        label: key('menu:compliance'),
        permission: 'compliance:read',
        icon: <FileProtectOutlined />,
        letter: 'c',
      },
      {
        path: '/samples',
        label: key('menu:samples'),
        permission: 'compliance:review',
        icon: <SolutionOutlined />,
        letter: '5',
      },
      {
        path: '/cii',
        label: key('menu:cii'),
        permission: 'cii:read',
        icon: <ClusterOutlined />,
        letter: '2',
      },
      {
        path: '/risks',
        label: key('menu:risks'),
        permission: 'compliance:read',
        icon: <WarningOutlined />,
        letter: '1',
      },
      {
        path: '/data',
        label: key('menu:data'),
        permission: 'data:read',
        icon: <FolderOpenOutlined />,
        letter: 'q',
      },
      {
        path: '/data-approvals',
        label: key('menu:data_approvals'),
        permission: 'data:read',
        icon: <FileDoneOutlined />,
        letter: 'z',
      },
      {
        path: '/reports',
        label: key('menu:reports'),
        permission: 'reports:export',
        icon: <FilePdfOutlined />,
        letter: 'j',
      },
    ],
  },
  {
    label: key('menu:group.administration'),
    entries: [
      {
        path: '/accounts',
        label: key('menu:accounts'),
        permission: 'accounts:read',
        icon: <TeamOutlined />,
        letter: 'u',
      },
      { path: '/units', label: key('menu:units'), permission: 'units:read', icon: <ApartmentOutlined />, letter: 'n' },
      { path: '/audit', label: key('menu:audit'), permission: 'audit:read', icon: <AuditOutlined />, letter: 't' },
      {
        path: '/settings',
        label: key('menu:settings'),
        permission: 'settings:read',
        icon: <SettingOutlined />,
        letter: 'p',
      },
    ],
  },
]

/** What of the menu somebody with these permissions sees. */
export const menuFor = (permissions: readonly string[]): MenuGroup[] =>
  MENU.map((group) => ({
    ...group,
    entries: group.entries.filter((entry) => permissions.includes(entry.permission)),
  })).filter((group) => group.entries.length > 0)

/** Where somebody with these permissions begins. */
export const firstPage = (permissions: readonly string[]): string =>
  menuFor(permissions)[0]?.entries[0]?.path ?? '/account'
