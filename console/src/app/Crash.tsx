import { Component, type ReactNode } from 'react'

interface CrashProps {
  children: ReactNode
}

interface CrashState {
  message: string | undefined
}

/** When everything else has failed: plain words, without any library, in both languages. */
export class Crash extends Component<CrashProps, CrashState> {
  override state: CrashState = { message: undefined }

  static getDerivedStateFromError(error: unknown): CrashState {
    return { message: error instanceof Error ? error.message : String(error) }
  }

  override render(): ReactNode {
    if (this.state.message === undefined) return this.props.children
    return (
      <div className="fs-state" role="alert">
        <strong lang="zh-CN">控制台出现错误，请刷新页面。</strong>
        <strong lang="en">The console has failed. Please reload the page.</strong>
        <code>{this.state.message}</code>
        <button type="button" onClick={() => location.reload()}>
          刷新 · Reload
        </button>
      </div>
    )
  }
}
