import { Button, Flex, Form, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { SystemSelect } from '@/shared/ui/SystemSelect'
import { UnitSelect } from '@/shared/ui/UnitSelect'
import { useDraw } from './api'

const VERDICTS = ['met', 'partly_met', 'not_met', 'unknown'] as const

/** What to draw from, how many, by which seed; without one the root of the audit trail, which nobody chooses. */
export const DrawForm = ({ onDrawn }: { onDrawn: (id: string) => void }) => {
  const { t } = useTranslation()
  const draw = useDraw()
  return (
    <Form
      size="small"
      initialValues={{ size: 25, seed: '', system: '', verdicts: [] }}
      onFinish={(values: Schemas['SampleDraw']) =>
        draw.mutate({ ...values, unit: values.unit ?? '' }, { onSuccess: (made) => onDrawn(made.brief.id) })
      }
    >
      <Flex gap="small" wrap align="center">
        <Form.Item name="title" noStyle rules={[{ required: true, message: t('samples:needed') }]}>
          <Input
            aria-label={t('samples:name')}
            placeholder={t('samples:name')}
            style={{ width: 200 }}
            maxLength={300}
          />
        </Form.Item>
        <Form.Item name="size" noStyle>
          <InputNumber aria-label={t('samples:size')} min={1} max={500} style={{ width: 80 }} />
        </Form.Item>
        <Form.Item name="unit" noStyle>
          <UnitSelect />
        </Form.Item>
        <Form.Item name="system" noStyle>
          <SystemSelect width={180} />
        </Form.Item>
        <Form.Item name="verdicts" noStyle>
          <Select
            mode="multiple"
            aria-label={t('samples:verdicts')}
            placeholder={t('samples:verdicts')}
            style={{ minWidth: 170 }}
            options={VERDICTS.map((value) => ({ value, label: t(`compliance:verdict.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="seed" noStyle>
          <Input
            aria-label={t('samples:seed')}
            placeholder={t('samples:seed_hint')}
            style={{ width: 230 }}
            maxLength={300}
          />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={draw.isPending}>
          {t('samples:draw')}
        </Button>
      </Flex>
    </Form>
  )
}
