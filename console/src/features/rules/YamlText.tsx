import { UntrustedText } from '@/shared/ui/UntrustedText'
import styles from './rules.module.css'
import { yamlPieces } from './yaml'

interface Props {
  text: string
  /** Number of the first line; none for a text without numbers. */
  from?: number | undefined
}

const LONGEST = 2_000

/** A rule's text, numbered as its file is. */
export const YamlText = ({ text, from }: Props) => (
  <pre className={styles['text']}>
    {text
      .replace(/\n$/, '')
      .split('\n')
      .map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text that does not change
        <div key={at} className={styles['line']}>
          {from !== undefined && (
            <span className={styles['number']} aria-hidden="true">
              {from + at}
            </span>
          )}
          <span>
            {yamlPieces(line).map((piece, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              <span key={place} data-kind={piece.kind}>
                <UntrustedText text={piece.text} mono limit={LONGEST} />
              </span>
            ))}
          </span>
        </div>
      ))}
  </pre>
)
