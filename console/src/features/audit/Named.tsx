import { UntrustedText } from '@/shared/ui/UntrustedText'

/** Something by its name, with the code the trail knows it by small below; the code alone where it has no name. */
export const Named = ({ name, code }: { name: string | null; code: string }) =>
  name ? (
    <>
      <UntrustedText text={name} limit={120} />
      <br />
      <small className="fs-soft">
        <UntrustedText text={code} limit={200} />
      </small>
    </>
  ) : (
    <UntrustedText text={code} />
  )
