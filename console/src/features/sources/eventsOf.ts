/** The search for the events of a source. The grammar stands in docs/reference/search.md. */
export const eventsOf = (source: string): string => `fengsui.source:"${source.replace(/[\\"]/g, '\\$&')}"`
