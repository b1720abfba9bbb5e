import { Fragment, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { pieces, visible } from '@/shared/visible'

interface UntrustedTextProps {
  text: string
  /** Characters shown before the rest is left off. */
  limit?: number
  /** One line, cut where the room ends; the whole text (up to the limit) on hover. */
  ellipsis?: boolean
  mono?: boolean
}

const TITLE_LIMIT = 1_000

/** Text from outside, as text: never HTML, hidden and reordering characters visible, kept apart from the text around it. */
export const UntrustedText = ({ text, limit = 4_000, ellipsis = false, mono = false }: UntrustedTextProps) => {
  const { t } = useTranslation()
  const cut = text.length > limit
  const shown = useMemo(() => pieces(cut ? text.slice(0, limit) : text), [text, cut, limit])
  return (
    <bdi
      className={`fs-untrusted${ellipsis ? ' fs-ellipsis' : ''}${mono ? ' fs-mono' : ''}`}
      title={ellipsis ? visible(text.slice(0, TITLE_LIMIT)) : undefined}
    >
      {shown.map((piece, place) => {
        const at = `${place}`
        return piece.hidden ? (
          <span key={at} className="fs-hidden" title={t('ui:hidden')}>
            {piece.text}
          </span>
        ) : (
          <Fragment key={at}>{piece.text}</Fragment>
        )
      })}
      {cut && <span className="fs-more"> {t('ui:more', { count: text.length - limit })}</span>}
    </bdi>
  )
}
