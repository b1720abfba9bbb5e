import { UntrustedText } from '@/shared/ui/UntrustedText'

/** Who did something, as the audit trail writes it (`account:zhang`): an account by its name alone. */
export const Person = ({ actor }: { actor: string }) => (
  <UntrustedText text={actor.replace(/^account:/, '') || '—'} limit={120} />
)
