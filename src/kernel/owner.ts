/** Owns what was opened, and closes it in reverse order. The language has this; Node 20 does not. */
export interface Owner extends AsyncDisposable {
  use<T extends Disposable | AsyncDisposable>(resource: T): T;
  defer(close: () => unknown): void;
}

export function createOwner(): Owner {
  const closers: (() => unknown)[] = [];
  return {
    use(resource) {
      closers.push(() =>
        Symbol.asyncDispose in resource ? resource[Symbol.asyncDispose]() : resource[Symbol.dispose](),
      );
      return resource;
    },
    defer(close) {
      closers.push(close);
    },
    async [Symbol.asyncDispose]() {
      const errors: unknown[] = [];
      for (let close = closers.pop(); close !== undefined; close = closers.pop()) {
        try {
          await close();
        } catch (error) {
          errors.push(error);
        }
      }
      if (errors.length > 0) throw new AggregateError(errors, 'Not everything closed.');
    },
  };
}
