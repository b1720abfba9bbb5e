import { useQuery } from '@tanstack/react-query'
import { useBlocker, useNavigate } from '@tanstack/react-router'
import { useReactFlow } from '@xyflow/react'
import { App, Button, Flex } from 'antd'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/shared/api'
import { problemOf } from '@/shared/problems'
import { useProblemText } from '@/shared/problemText'
import { useMay } from '@/shared/session'
import { Page } from '@/shared/ui/Page'
import { ProblemSaid } from '@/shared/ui/ProblemSaid'
import { Partial } from '@/shared/ui/states'
import { UntrustedText } from '@/shared/ui/UntrustedText'
import { playbooksQuery } from '../api'
import { readDraft, saveDraft, usePublish } from './api'
import { Canvas } from './Canvas'
import { Conflict } from './Conflict'
import { Differences } from './Differences'
import { DryRun } from './DryRun'
import { addStep, copyStep, removeSteps } from './document'
import styles from './editor.module.css'
import { Inspector } from './Inspector'
import { ProblemsPanel } from './ProblemsPanel'
import { TextView } from './TextView'
import { EditorTools, StepPalette } from './Tools'
import { type Edited, useEditing } from './useEditing'

interface EditorProps {
  forms: Schemas['PlaybookForms']
  draft: Schemas['DraftDetail']
  onReload: () => void
}

type Open = 'diff' | 'dry-run' | undefined

export const Editor = ({ forms, draft, onReload }: EditorProps) => {
  const { t, i18n } = useTranslation()
  const { message } = App.useApp()
  const textOf = useProblemText()
  const navigate = useNavigate()
  const flow = useReactFlow()
  const mayPublish = useMay('playbooks:change')
  const zh = i18n.language.startsWith('zh')
  const editing = useEditing(draft)
  const { document, layout, dirty, problems } = editing
  const [known, setKnown] = useState(draft)
  const [theirs, setTheirs] = useState<Schemas['DraftDetail'] | undefined>()
  const [selected, setSelected] = useState<string[]>([])
  const [tab, setTab] = useState('step')
  const [text, setText] = useState(false)
  const [open, setOpen] = useState<Open>()
  const [saving, setSaving] = useState(false)
  const publish = usePublish(draft.id)
  const playbooks = useQuery(playbooksQuery())
  const callable = (playbooks.data?.items ?? []).map((one) => ({ id: one.id, name: zh ? one.name_zh : one.name }))
  const leaving = useRef(false)
  useBlocker({
    shouldBlockFn: () => dirty && !leaving.current && !window.confirm(t('editor:leave')),
    enableBeforeUnload: () => dirty && !leaving.current,
  })

  /** Gives the version that is kept, or nothing when it could not be. */
  const save = useCallback(
    async (version = known.version, onto?: string): Promise<number | undefined> => {
      const which: Edited = { document, layout }
      setSaving(true)
      try {
        const answer = await saveDraft(draft.id, { version, body: { document, layout, onto: onto ?? null } })
        editing.markKept(editing.history.now)
        setKnown(answer)
        setTheirs(undefined)
        return answer.version
      } catch (error) {
        const problem = problemOf(error)
        if (problem.code === 'stale') setTheirs(await readDraft(draft.id).catch(() => undefined))
        message.error(<ProblemSaid problem={textOf(problem)} />, 6)
        return undefined
      } finally {
        setSaving(false)
        void which
      }
    },
    [document, layout, draft.id, known.version, editing, message, textOf],
  )
  const saved = async () => (dirty ? await save() : known.version)
  const send = async () => {
    const version = await saved()
    if (version === undefined) return
    const { playbook } = await publish.mutateAsync(version)
    leaving.current = true
    await navigate({ to: '/playbooks/$playbookId', params: { playbookId: playbook } })
  }
  const arrange = () => {
    editing.setLayout({})
    requestAnimationFrame(() => void flow.fitView({ maxZoom: 1 }))
  }
  const add = (kind: string) => {
    const made = addStep(document, kind, selected.length === 1 ? selected[0] : undefined)
    editing.setDocument(made.document)
    choose([made.id])
  }
  const choose = (ids: string[]) => {
    setSelected(ids)
    if (ids.length === 1) setTab('step')
  }
  const copy = (id: string) => {
    const made = copyStep(document, id)
    editing.setDocument(made.document)
    choose([made.id])
  }
  const remove = (ids: string[]) => {
    editing.setDocument(removeSteps(document, ids))
    setSelected([])
  }
  useKeys({ save: () => void save(), undo: editing.undo, redo: editing.redo })

  const chosen = selected.length === 1 ? selected[0] : undefined
  const blocked = problems.some((one) => one.severity === 'error') || !editing.checked
  return (
    <Page
      title={<UntrustedText text={String(document['name'] ?? '') || t('editor:unnamed')} limit={120} />}
      extra={
        <>
          <span className={styles['soft']} role="status">
            {t(saving ? 'editor:state.saving' : dirty ? 'editor:state.dirty' : 'editor:state.kept')}
          </span>
          <Button disabled={!dirty} loading={saving} onClick={() => void save()}>
            {t('editor:save')}
          </Button>
          {mayPublish && (
            <Button
              type="primary"
              disabled={blocked || known.behind}
              loading={publish.isPending}
              onClick={() => void send().catch(() => undefined)}
            >
              {t('editor:publish')}
            </Button>
          )}
        </>
      }
      toolbar={
        <Flex vertical gap={8}>
          <EditorTools
            document={document}
            canUndo={editing.history.past.length > 0}
            canRedo={editing.history.future.length > 0}
            text={text}
            onUndo={editing.undo}
            onRedo={editing.redo}
            onArrange={arrange}
            onText={setText}
            onCompare={() => setOpen('diff')}
            onDryRun={() => void saved().then((version) => version !== undefined && setOpen('dry-run'))}
            runnable={!blocked}
          />
          <StepPalette forms={forms} onAdd={add} />
        </Flex>
      }
    >
      {theirs && (
        <Conflict
          theirs={theirs}
          mine={document}
          unit={known.unit}
          onMine={() => void save(theirs.version)}
          onTheirs={() => {
            leaving.current = true
            onReload()
          }}
          onCopied={() => {
            leaving.current = true
          }}
        />
      )}
      {known.behind && !theirs && (
        <Partial
          reason={t('editor:behind')}
          action={
            <Button size="small" onClick={() => setOpen('diff')}>
              {t('editor:compare')}
            </Button>
          }
        />
      )}
      {editing.checkFailed && (
        <Partial
          reason={t('editor:unchecked')}
          action={
            <Button size="small" onClick={editing.checkAgain}>
              {t('states:retry')}
            </Button>
          }
        />
      )}
      <div className={styles['desk']}>
        <div className={styles['left']}>
          {text && <TextView document={document} disabled={false} onChange={(next) => editing.setDocument(next)} />}
          <Canvas
            document={document}
            layout={layout}
            selected={selected}
            problems={editing.byStep}
            disabled={false}
            onSelect={choose}
            onDocument={(next) => editing.setDocument(next)}
            onLayout={editing.setLayout}
          />
        </div>
        <aside className={styles['right']} aria-label={t('editor:inspector')}>
          <Inspector
            forms={forms}
            document={document}
            selected={chosen}
            problems={problems}
            playbooks={callable}
            disabled={false}
            tab={tab}
            onTab={setTab}
            onChange={editing.setDocument}
            onCopy={copy}
            onRemove={(id) => remove([id])}
          />
        </aside>
      </div>
      <ProblemsPanel
        document={document}
        problems={problems}
        checked={editing.checked}
        onGo={(id) => {
          choose([id])
          void flow.fitView({ nodes: [{ id }], maxZoom: 1 })
        }}
      />
      <Differences
        title={t('editor:diff')}
        before={known.stored?.document}
        after={document}
        open={open === 'diff'}
        onClose={() => setOpen(undefined)}
      >
        {known.behind && known.stored && (
          <Partial
            reason={t('editor:behind.next')}
            action={
              <Button size="small" type="primary" onClick={() => void save(known.version, known.stored?.digest)}>
                {t('editor:behind.take')}
              </Button>
            }
          />
        )}
      </Differences>
      <DryRun id={draft.id} document={document} open={open === 'dry-run'} onClose={() => setOpen(undefined)} />
    </Page>
  )
}

interface Keys {
  save: () => void
  undo: () => void
  redo: () => void
}

/** Control with S, Z and Y; inside a field Z and Y are the field's own. */
const useKeys = (keys: Keys) => {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return
      const inField = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement
      const pressed = event.key.toLowerCase()
      const work =
        pressed === 's'
          ? latest.current.save
          : inField
            ? undefined
            : pressed === 'y' || (pressed === 'z' && event.shiftKey)
              ? latest.current.redo
              : pressed === 'z'
                ? latest.current.undo
                : undefined
      if (work === undefined) return
      event.preventDefault()
      work()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
