/** The tactics of an incident in the order they began, each with its techniques and machines. */

type Named = { id: string; name: string; url: string | null };
type Tactic = { id: string | null; shortname: string; name: string; name_zh: string };

export type Step = {
  time: string;
  technique: Named | null;
  tactic: Tactic | null;
  host: string | null;
  alerts: string[];
};

export type Phase = {
  tactic: Tactic;
  /** Of its first alert; null when no step shown carries the tactic. */
  began: string | null;
  techniques: Named[];
  hosts: string[];
  alerts: number;
};

/** One phase for each of the incident's tactics, in the incident's order. Steps name only the first tactic of an alert. */
export function phases(tactics: readonly Tactic[], steps: readonly Step[]): Phase[] {
  return tactics.map((tactic) => {
    const own = steps.filter((step) => step.tactic?.shortname === tactic.shortname);
    const techniques = new Map<string, Named>();
    const hosts = new Set<string>();
    const alerts = new Set<string>();
    let began: string | null = null;
    for (const step of own) {
      if (step.technique !== null) techniques.set(step.technique.id, step.technique);
      if (step.host !== null) hosts.add(step.host);
      for (const alert of step.alerts) alerts.add(alert);
      if (began === null || step.time < began) began = step.time;
    }
    return { tactic, began, techniques: [...techniques.values()], hosts: [...hosts], alerts: alerts.size };
  });
}
