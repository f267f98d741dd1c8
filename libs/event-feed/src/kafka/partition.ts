import { createHash } from 'node:crypto';

/**
 * The partition of a city: for ever the same while the topic has so many partitions. Relay and feed must agree on it,
 * since a feed heals a gap by looking in the store for what belongs on its partition.
 */
export function partitionOf(cityId: string, partitions: number): number {
  return createHash('sha256').update(cityId).digest().readUInt32BE(0) % partitions;
}

/** The same, remembering cities: hashing one costs more than finding it. */
export function partitioner(partitions: number, remembered = 100_000): (cityId: string) => number {
  const known = new Map<string, number>();
  return (cityId) => {
    const found = known.get(cityId);
    if (found !== undefined) return found;
    const partition = partitionOf(cityId, partitions);
    if (known.size >= remembered) known.clear();
    known.set(cityId, partition);
    return partition;
  };
}
