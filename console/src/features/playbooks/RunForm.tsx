import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Drawer, Flex, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { drawerWidth } from '@/shared/ui/Page'
import { suggestionQuery, useRehearse, useRun } from './api'
import { inputsOf } from './graph'
import { Rehearsed } from './Rehearsed'

interface RunFormProps {
  playbook: Schemas['PlaybookDetail']
  incident: string | undefined
  open: boolean
  onClose: () => void
}

/** What the playbook is given; first what would happen, then that it happens. */
export const RunForm = ({ playbook, incident, open, onClose }: RunFormProps) => {
  const { t } = useTranslation()
  const suggested = useQuery({ ...suggestionQuery(playbook.id, incident ?? ''), enabled: incident !== undefined })
  return (
    <Drawer title={t('playbooks:start')} open={open} onClose={onClose} size={drawerWidth} destroyOnHidden>
      {(incident === undefined || !suggested.isPending) && (
        <Filled playbook={playbook} incident={incident} known={suggested.data?.inputs ?? {}} />
      )}
    </Drawer>
  )
}

interface FilledProps {
  playbook: Schemas['PlaybookDetail']
  incident: string | undefined
  known: Record<string, string>
}

const Filled = ({ playbook, incident, known }: FilledProps) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [form] = Form.useForm<Record<string, string | undefined>>()
  const rehearse = useRehearse(playbook.id)
  const run = useRun(playbook.id)
  const inputs = inputsOf(playbook.document)
  const body = (values: Record<string, string | undefined>): Schemas['RunAsk'] => ({
    inputs: Object.fromEntries(Object.entries(values).filter((one): one is [string, string] => Boolean(one[1]))),
    incident: incident ?? null,
  })
  const start = async (values: Record<string, string | undefined>) => {
    const { execution } = await run.mutateAsync(body(values))
    await navigate({ to: '/executions/$executionId', params: { executionId: execution } })
  }
  return (
    <>
      <Form
        name="run"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={Object.fromEntries(inputs.map((input) => [input.name, known[input.name] ?? input.value]))}
        onFinish={(values) => void start(values).catch(() => undefined)}
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
        <Flex gap="small">
          <Button loading={rehearse.isPending} onClick={() => rehearse.mutate(body(form.getFieldsValue()))}>
            {t('playbooks:rehearse')}
          </Button>
          <Button type="primary" htmlType="submit" loading={run.isPending}>
            {t('playbooks:start')}
          </Button>
        </Flex>
      </Form>
      {rehearse.data && <Rehearsed steps={rehearse.data.steps} />}
    </>
  )
}
