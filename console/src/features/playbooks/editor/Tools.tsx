import {
  ApartmentOutlined,
  CodeOutlined,
  DiffOutlined,
  DownloadOutlined,
  PlayCircleOutlined,
  RedoOutlined,
  UndoOutlined,
} from '@ant-design/icons'
import { Button, Dropdown, Flex } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import type { Json } from './document'
import styles from './editor.module.css'
import { useLabel } from './names'
import { yamlText } from './yamlText'

interface EditorToolsProps {
  document: Json
  canUndo: boolean
  canRedo: boolean
  text: boolean
  runnable: boolean
  onUndo: () => void
  onRedo: () => void
  onArrange: () => void
  onText: (shown: boolean) => void
  onCompare: () => void
  onDryRun: () => void
}

export const EditorTools = (props: EditorToolsProps) => {
  const { t } = useTranslation()
  const { document, canUndo, canRedo, text, runnable, onUndo, onRedo, onArrange, onText, onCompare, onDryRun } = props
  return (
    <Flex gap={8} wrap role="toolbar" aria-label={t('editor:tools')}>
      <Button icon={<UndoOutlined />} disabled={!canUndo} onClick={onUndo} title="Ctrl+Z">
        {t('editor:undo')}
      </Button>
      <Button icon={<RedoOutlined />} disabled={!canRedo} onClick={onRedo} title="Ctrl+Y">
        {t('editor:redo')}
      </Button>
      <Button icon={<ApartmentOutlined />} onClick={onArrange}>
        {t('editor:arrange')}
      </Button>
      <Button icon={<CodeOutlined />} aria-pressed={text} onClick={() => onText(!text)}>
        {t('editor:text')}
      </Button>
      <Button icon={<DiffOutlined />} onClick={onCompare}>
        {t('editor:compare')}
      </Button>
      <Button icon={<PlayCircleOutlined />} disabled={!runnable} onClick={onDryRun}>
        {t('playbooks:rehearse')}
      </Button>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'json', label: 'JSON' },
            { key: 'yaml', label: 'YAML' },
          ],
          onClick: ({ key }) => download(document, key),
        }}
      >
        <Button icon={<DownloadOutlined />}>{t('editor:export')}</Button>
      </Dropdown>
    </Flex>
  )
}

const download = (document: Json, form: string) => {
  const text = form === 'yaml' ? yamlText(document) : `${JSON.stringify(document, null, 2)}\n`
  const link = window.document.createElement('a')
  const address = URL.createObjectURL(
    new Blob([text], { type: form === 'yaml' ? 'application/yaml' : 'application/json' }),
  )
  link.href = address
  link.download = `${String(document['id'] ?? 'playbook').replace(/[^a-zA-Z0-9-]/g, '_')}.${form}`
  link.click()
  URL.revokeObjectURL(address)
}

interface StepPaletteProps {
  forms: Schemas['PlaybookForms']
  onAdd: (kind: string) => void
}

/** A new step of each type; it goes after the chosen one. */
export const StepPalette = ({ forms, onAdd }: StepPaletteProps) => {
  const { t } = useTranslation()
  const label = useLabel()
  return (
    <Flex gap={6} wrap align="center" role="toolbar" aria-label={t('editor:add')}>
      <span className={styles['soft']}>{t('editor:add')}</span>
      {forms.steps
        .filter((one) => one.type !== 'start')
        .map((one) => (
          <Button key={one.type} size="small" type="dashed" onClick={() => onAdd(one.type)}>
            {label(one)}
          </Button>
        ))}
    </Flex>
  )
}
