import { CloseCode, MessageType, parseMessage, type Message } from 'graphql-ws';
import type { Socket } from './socket.ts';

interface Operation {
  /** Whether its client wants no more of it. */
  isCompleted: boolean;
  /** The message that begins another one under its id, once this one has come to its end. */
  next: string | null;
}

/**
 * The operations of a socket, by the ids that its client gives them. The library takes an id for free as soon as its
 * client completes what goes by it, and takes the end of that, when it comes, for the end of what goes by it since. So
 * here the next one begins behind the end, though its client need not wait for it.
 */
export class Operations {
  readonly #underWay = new Map<string, Operation>();

  /** @param handle the library: of what begins an operation it resolves when nothing more is done for that */
  constructor(
    readonly socket: Socket,
    readonly handle: (message: string) => Promise<void>,
  ) {}

  async take(text: string): Promise<void> {
    const message = messageIn(text);
    if (message?.type === MessageType.Subscribe) return this.#subscribe(message.id, text);
    if (message?.type === MessageType.Complete) {
      const operation = this.#underWay.get(message.id);
      if (operation !== undefined) Object.assign(operation, { isCompleted: true, next: null });
    }
    return this.handle(text);
  }

  async #subscribe(id: string, text: string): Promise<void> {
    const before = this.#underWay.get(id);
    if (before !== undefined && isWanted(before)) {
      return this.socket.close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${id} already exists`);
    }
    const wanted = [...this.#underWay.values()].filter(isWanted).length;
    if (wanted >= this.socket.limits.subscriptionLimit) return this.socket.refuse('subscriptions');
    if (before === undefined) await this.#run(id, text);
    else before.next = text;
  }

  async #run(id: string, begin: string): Promise<void> {
    for (let text: string | null = begin; text !== null && this.socket.isOpen;) {
      const operation: Operation = { isCompleted: false, next: null };
      this.#underWay.set(id, operation);
      await this.handle(text);
      text = operation.next;
    }
    this.#underWay.delete(id);
  }
}

function isWanted({ isCompleted, next }: Operation): boolean {
  return !isCompleted || next !== null;
}

/** Null: what is none is the library's to refuse. */
function messageIn(text: string): Message | null {
  try {
    return parseMessage(text);
  } catch {
    return null;
  }
}
