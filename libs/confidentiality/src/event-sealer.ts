import { isSealed, isUnsealed, type JsonObject, personalMembers } from '@covenant/domain';
import { openText, sealText, subjectOf } from './sealed-text.js';
import { SubjectKeyGone, type SubjectKeys } from './subject-keys.js';

/** As much of an event as sealing looks at. */
export interface SealedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: JsonObject;
}

/** Seals what the domain calls personal, each member at its place in its event; opens it there again. */
export class EventSealer {
  constructor(private readonly keys: SubjectKeys) {}

  /**
   * The events with every personal member sealed; those that have none are given back as they are.
   * @param begins a record begins with these events, and with it, where it needs one, a subject's key. The key is
   *   durable when this resolves, before anything is appended that is sealed under it.
   * @throws SubjectKeyGone
   */
  async seal<E extends SealedEvent>(stream: string, events: readonly E[], begins: boolean): Promise<readonly E[]> {
    if (events.every(({ type }) => personalMembers(type).length === 0)) return events;
    return Promise.all(events.map((event) => this.sealed(stream, event, begins)));
  }

  /** The personal members of an event, in plain text. @throws SubjectKeyGone, SealBroken */
  async open(stream: string, event: SealedEvent): Promise<Readonly<Record<string, string>>> {
    const opened: Record<string, string> = {};
    for (const member of personalMembers(event.type)) {
      const value = event.data[member];
      const subject = isSealed(value) ? subjectOf(value.sealed) : undefined;
      if (!isSealed(value) || subject === undefined) continue;
      const place = { stream, event: event.id, pointer: `/${member}` };
      opened[member] = openText(await this.keys.of(subject), place, value.sealed);
    }
    return opened;
  }

  /**
   * One member of many events at once, for figures over all of them. What no longer has a key is left out.
   * @throws SealBroken
   */
  async openEach(
    member: string,
    events: readonly (SealedEvent & { readonly stream: string })[],
  ): Promise<readonly string[]> {
    const values = events.flatMap((event) => {
      const value = event.data[member];
      const subject = isSealed(value) ? subjectOf(value.sealed) : undefined;
      return isSealed(value) && subject !== undefined ? [{ event, subject, sealed: value.sealed }] : [];
    });
    const keys = await this.keys.ofAll(values.map(({ subject }) => subject));
    return values.flatMap(({ event, subject, sealed }) => {
      const key = keys.get(subject);
      return key === undefined ? [] : [openText(key, { stream: event.stream, event: event.id, pointer: `/${member}` }, sealed)];
    });
  }

  private async sealed<E extends SealedEvent>(stream: string, event: E, begins: boolean): Promise<E> {
    const words = personalMembers(event.type).flatMap((member) => {
      const value = event.data[member];
      if (value === undefined) return [];
      if (!isUnsealed(value)) throw new Error(`${event.type} holds ${member} in a form that cannot be sealed`);
      return [{ member, ...value }];
    });
    const keys = new Map<string, Buffer>();
    for (const subject of new Set(words.map((one) => one.subject))) {
      if (begins) await this.keys.make(subject);
      keys.set(subject, await this.keys.of(subject));
    }
    const data: Record<string, JsonObject[string]> = { ...event.data };
    for (const { member, subject, unsealed } of words) {
      const key = keys.get(subject);
      if (key === undefined) throw new SubjectKeyGone(subject);
      data[member] = { sealed: sealText(key, subject, { stream, event: event.id, pointer: `/${member}` }, unsealed) };
    }
    return { ...event, data };
  }
}
