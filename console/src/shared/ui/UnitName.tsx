import { useUnits } from '@/shared/units'

/** A unit by its name in the chosen language; its id on hover, and for a unit one may not see. */
export const UnitName = ({ id }: { id: string }) => {
  const { nameOf } = useUnits()
  return <span title={id}>{nameOf(id)}</span>
}
