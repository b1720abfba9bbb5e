import { Button, Drawer, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { drawerWidth } from '@/shared/ui/Page'
import { inputsOf } from '../graph'
import { Rehearsed } from '../Rehearsed'
import { useRehearseDraft } from './api'
import type { Json } from './document'

interface DryRunProps {
  id: string
  document: Json
  open: boolean
  onClose: () => void
}

/** What the draft would do with these inputs. */
export const DryRun = ({ id, document, open, onClose }: DryRunProps) => {
  const { t } = useTranslation()
  const rehearse = useRehearseDraft(id)
  const inputs = inputsOf(document)
  return (
    <Drawer title={t('playbooks:rehearse')} open={open} onClose={onClose} size={drawerWidth} destroyOnHidden>
      <Form
        name="dry-run"
        layout="vertical"
        initialValues={Object.fromEntries(inputs.map((input) => [input.name, input.value]))}
        onFinish={(values: Record<string, string | undefined>) =>
          rehearse.mutate(
            Object.fromEntries(Object.entries(values).filter((one): one is [string, string] => Boolean(one[1]))),
          )
        }
      >
        {inputs.map((input) => (
          <Form.Item
            key={input.name}
            name={input.name}
            label={input.name.replace(/^__|__$/g, '')}
            extra={input.description}
          >
            <Input maxLength={4_000} placeholder={input.kind} autoComplete="off" />
          </Form.Item>
        ))}
        <Button type="primary" htmlType="submit" loading={rehearse.isPending}>
          {t('playbooks:rehearse')}
        </Button>
      </Form>
      {rehearse.data && <Rehearsed steps={rehearse.data.steps} />}
    </Drawer>
  )
}
