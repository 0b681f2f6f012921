/** Settles when somebody asks the process to end. */
export function stopAsked(): Promise<null> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve(null));
    process.once('SIGINT', () => resolve(null));
  });
}

/** `PORT`. @throws Error where it is no port */
export function portIn(env: Readonly<Record<string, string | undefined>>, fallback: number): number {
  const text = env['PORT'] ?? String(fallback);
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new Error(`PORT: expected that of the first to be started, or 0; came ${text}`);
}
