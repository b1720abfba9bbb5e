import { Component, type ReactNode } from 'react'

interface PageBoundaryProps {
  fallback: (error: unknown, reset: () => void) => ReactNode
  children: ReactNode
}

interface PageBoundaryState {
  failed: { error: unknown } | undefined
}

/** A page that breaks leaves the menu and header working. */
export class PageBoundary extends Component<PageBoundaryProps, PageBoundaryState> {
  override state: PageBoundaryState = { failed: undefined }

  static getDerivedStateFromError(error: unknown): PageBoundaryState {
    return { failed: { error } }
  }

  override render(): ReactNode {
    const { failed } = this.state
    if (!failed) return this.props.children
    return this.props.fallback(failed.error, () => this.setState({ failed: undefined }))
  }
}
