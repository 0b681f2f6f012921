/** Owns what was opened, and closes it in reverse order. The language has this; Node 20 does not. */
export interface Owner extends AsyncDisposable {
  use<T extends Disposable | AsyncDisposable>(resource: T): T;
  defer(close: () => unknown): void;
}

export function createOwner(): Owner {
  const closers: (() => unknown)[] = [];
  let closed: Promise<void> | null = null;

  async function close(): Promise<void> {
    const errors: unknown[] = [];
    for (let next = closers.pop(); next !== undefined; next = closers.pop()) {
      try {
        await next();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'Not everything closed.');
  }

  return {
    use(resource) {
      closers.push(() =>
        Symbol.asyncDispose in resource ? resource[Symbol.asyncDispose]() : resource[Symbol.dispose](),
      );
      return resource;
    },
    defer(later) {
      closers.push(later);
    },
    // Who asks while it closes waits for that: begun once more, it would close what the other still uses.
    [Symbol.asyncDispose]: () => (closed ??= close()),
  };
}
