/** What an event search is, as it stands in the address, so that it can be sent to a colleague. */

import { MAX_QUERY } from "./pivots";
import { readRange } from "./time-range";

export type EventSearch = {
  q: string;
  from: string;
  to: string;
  order: "newest" | "oldest";
  /** Fields shown as columns beside the time. */
  columns: string[];
  /** The event whose drawer is open. */
  event?: string;
};

export const DEFAULT_COLUMNS = [
  "event.dataset",
  "event.action",
  "host.name",
  "user.name",
  "source.ip",
  "destination.ip",
  "message",
];

const MAX_COLUMNS = 30;
const MAX_NAME = 256;

/** From whatever an address holds. Numbers are texts here: `?q=443` looks for 443. */
export function readSearch(raw: Record<string, unknown>): EventSearch {
  const range = readRange(raw["from"], raw["to"]);
  const event = text(raw["event"], MAX_NAME);
  return {
    q: text(raw["q"], MAX_QUERY),
    ...range,
    order: raw["order"] === "oldest" ? "oldest" : "newest",
    columns: columns(raw["columns"]),
    ...(event === "" ? {} : { event }),
  };
}

/** Without what is as it is anyway, so that addresses stay short. */
export function writeSearch(search: EventSearch): Record<string, unknown> {
  const short: Record<string, unknown> = {};
  if (search.q !== "") short["q"] = search.q;
  if (search.from !== "now-24h" || search.to !== "now") {
    short["from"] = search.from;
    short["to"] = search.to;
  }
  if (search.order !== "newest") short["order"] = search.order;
  if (search.columns.join("\n") !== DEFAULT_COLUMNS.join("\n")) short["columns"] = search.columns;
  if (search.event !== undefined) short["event"] = search.event;
  return short;
}

function text(raw: unknown, longest: number): string {
  const found = typeof raw === "number" || typeof raw === "boolean" ? String(raw) : raw;
  return typeof found === "string" ? found.slice(0, longest) : "";
}

function columns(raw: unknown): string[] {
  if (!Array.isArray(raw)) return DEFAULT_COLUMNS;
  const names = raw.filter((name): name is string => typeof name === "string" && name !== "" && name.length <= MAX_NAME);
  return [...new Set(names)].slice(0, MAX_COLUMNS);
}
