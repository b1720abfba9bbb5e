import { type ThemeConfig, theme } from 'antd'

/** Text on coloured ground keeps at least 4.5 : 1 (WCAG 2.2, 1.4.3) in both. */
const LIGHT = {
  colorPrimary: '#0b5cad',
  colorError: '#cf1322',
  colorLink: '#0b5cad',
  colorTextSecondary: '#4a5568',
  colorTextTertiary: '#5a6577',
  colorTextDescription: '#5a6577',
  colorTextPlaceholder: '#6b7686',
  colorBgLayout: '#eef2f7',
  controlItemBgActive: '#e6f0fa',
}
const DARK = {
  colorPrimary: '#2a6db5',
  colorLink: '#7dbdf7',
  colorTextSecondary: '#b4bfcc',
  colorTextTertiary: '#9aa7b5',
  colorTextDescription: '#9aa7b5',
  colorTextPlaceholder: '#8795a5',
  colorBgLayout: '#0c131c',
  colorBgContainer: '#131d29',
  colorBgElevated: '#1a2735',
  controlItemBgActive: '#1b3048',
}

const FONT =
  '-apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif'

export const lookOf = (dark: boolean, compact: boolean): ThemeConfig => ({
  algorithm: [...(dark ? [theme.darkAlgorithm] : []), ...(compact ? [theme.compactAlgorithm] : [])],
  hashed: false,
  cssVar: { prefix: 'fs', key: 'fs-look' },
  token: {
    ...(dark ? DARK : LIGHT),
    fontFamily: FONT,
    fontSize: compact ? 12 : 13,
    fontSizeSM: compact ? 11 : 12,
    borderRadius: 4,
    wireframe: false,
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
  },
  components: {
    Layout: { headerBg: dark ? '#131d29' : '#ffffff', headerHeight: 48, headerPadding: '0 16px', siderBg: '#0a2a4d' },
    Menu: {
      darkItemBg: '#0a2a4d',
      darkSubMenuItemBg: '#082340',
      darkPopupBg: '#0a2a4d',
      darkItemSelectedBg: '#0b5cad',
      darkItemColor: '#c9d8ea',
      darkGroupTitleColor: '#8fa9c7',
      itemHeight: compact ? 32 : 36,
      iconSize: 15,
    },
    Table: { cellPaddingBlockSM: compact ? 4 : 6, headerBg: dark ? '#1a2735' : '#f3f6fa' },
    Form: { itemMarginBottom: 16 },
    // The primary colour of the dark theme is ground for white text; as text itself it is too dark.
    ...(dark
      ? { Tabs: { itemSelectedColor: DARK.colorLink, itemHoverColor: DARK.colorLink, inkBarColor: DARK.colorLink } }
      : {}),
  },
})
