/** The stage of a release in force; an organisation may have stages of its own, so that it is told as it is written. */
export function Stage({ name }: { name: string | null }) {
  return name === null ? '–' : <span className="badge is-good">{name}</span>;
}
