import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { Schemas } from '@/shared/api'

/** What the stream says, by the name of the event; `reset`: too much was missed, read everything again. */
export type LiveMessages = Schemas['LiveEvents']
export type LiveKind = keyof LiveMessages

const KINDS: readonly LiveKind[] = ['ready', 'reset', 'alert', 'incident', 'situation', 'notice', 'clock', 'sources']
const FIRST_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 60_000

type Listener = (data: never) => void

/** One connection for the whole tab. The browser itself reconnects with Last-Event-ID after a cut; we do after a refusal. */
class Stream {
  private source: EventSource | undefined
  private wait = FIRST_WAIT_MS
  private timer: ReturnType<typeof setTimeout> | undefined
  private position = ''
  private readonly heard = new Map<LiveKind, Set<Listener>>()
  private readonly watching = new Set<() => void>()
  open = false

  start(): void {
    if (this.source || typeof EventSource === 'undefined') return
    const after = this.position ? `?after=${encodeURIComponent(this.position)}` : ''
    const source = new EventSource(`/api/v1/stream${after}`)
    this.source = source
    source.onopen = () => {
      this.wait = FIRST_WAIT_MS
      this.say(true)
    }
    source.onerror = () => {
      this.say(false)
      if (source.readyState === EventSource.CLOSED) this.again()
    }
    for (const kind of KINDS) source.addEventListener(kind, (event) => this.take(kind, event as MessageEvent<string>))
  }

  stop(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    this.source?.close()
    this.source = undefined
    this.position = ''
    this.say(false)
  }

  on(kind: LiveKind, listener: Listener): () => void {
    const listeners = this.heard.get(kind) ?? new Set<Listener>()
    this.heard.set(kind, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  watch = (listener: () => void): (() => void) => {
    this.watching.add(listener)
    return () => this.watching.delete(listener)
  }

  private again(): void {
    this.source = undefined
    this.timer = setTimeout(() => this.start(), this.wait)
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS)
  }

  private take(kind: LiveKind, event: MessageEvent<string>): void {
    if (/^\d+$/.test(event.lastEventId)) this.position = event.lastEventId
    let data: unknown
    try {
      data = JSON.parse(event.data)
    } catch {
      return
    }
    for (const listener of this.heard.get(kind) ?? []) listener(data as never)
  }

  private say(open: boolean): void {
    if (this.open === open) return
    this.open = open
    for (const listener of this.watching) listener()
  }
}

export const stream = new Stream()

/** Hear of one kind of change for as long as the component is shown. */
export const useLive = <K extends LiveKind>(kind: K, hear: (data: LiveMessages[K]) => void): void => {
  const latest = useRef(hear)
  useEffect(() => {
    latest.current = hear
  })
  useEffect(() => stream.on(kind, ((data: LiveMessages[K]) => latest.current(data)) as Listener), [kind])
}

export const useLiveOpen = (): boolean => useSyncExternalStore(stream.watch, () => stream.open)

const GATHER_MS = 1_000

/** Have queries read again when something they show has changed, at most once a second. */
export const useLiveQueries = (keys: Partial<Record<LiveKind, readonly QueryKey[]>>): void => {
  const client = useQueryClient()
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const waiting = new Map<string, QueryKey>()
    let timer: ReturnType<typeof setTimeout> | undefined
    const flush = () => {
      timer = undefined
      for (const queryKey of waiting.values()) void client.invalidateQueries({ queryKey })
      waiting.clear()
    }
    const gather = (found: readonly QueryKey[] | undefined) => {
      for (const queryKey of found ?? []) waiting.set(JSON.stringify(queryKey), queryKey)
      if (waiting.size > 0) timer ??= setTimeout(flush, GATHER_MS)
    }
    const ends = KINDS.map((kind) =>
      stream.on(kind, () => gather(kind === 'reset' ? Object.values(latest.current).flat() : latest.current[kind])),
    )
    return () => {
      clearTimeout(timer)
      for (const end of ends) end()
    }
  }, [client])
}
