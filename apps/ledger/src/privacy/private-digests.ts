import type { AggregateName } from '@covenant/domain';
import { aggregateNamed } from '@covenant/domain';
import { Privacy } from './privacy.js';

/** What stands for the body of a command to a record that holds personal words; nothing where the plain digest may. */
export class PrivateDigests {
  constructor(private readonly privacy: Pick<Privacy, 'digestOf'>) {}

  async of(aggregate: AggregateName, id: string, body: unknown): Promise<{ readonly digest?: string }> {
    return aggregateNamed(aggregate).personal === undefined ? {} : { digest: await this.privacy.digestOf(id, body) };
  }
}
