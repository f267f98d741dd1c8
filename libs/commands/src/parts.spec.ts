import { describe, expect, it } from '@jest/globals';
import { Holds } from './holds.js';
import { cityIdOf, freshIds, keyedIds } from './ids.js';
import { Lanes } from './lanes.js';
import { RecordingClock } from './recording-clock.js';
import { digestOf } from './request-digest.js';
import type { CommandRequest } from './request.js';

const version8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('ids', () => {
  it('that come from a key are the same for the same person, key and place, and others otherwise', () => {
    const ids = keyedIds('anna', 'k1');
    expect(keyedIds('anna', 'k1').event(0)).toBe(ids.event(0));
    const all = [ids.record(), ids.event(0), ids.event(1), keyedIds('anna', 'k2').event(0), keyedIds('bert', 'k1').event(0), keyedIds('ann', 'ak1').event(0), cityIdOf('k1')];
    expect(new Set(all).size).toBe(all.length);
    expect(all.every((id) => version8.test(id))).toBe(true);
  });

  it('never change: what was derived once is derived for ever', () => {
    expect(keyedIds('anna', 'k1').record()).toBe('27f05f90-76ac-8631-a918-949b2e93a35e');
    expect(keyedIds('anna', 'k1').event(0)).toBe('78541e9e-bafb-8d3f-9247-3dac1c5465da');
    expect(cityIdOf('pittsburgh-pa')).toBe('1918f37c-28aa-86a0-8ff4-aa6f8580a592');
  });

  it('without a key are new ones', () => {
    expect(freshIds.event(0)).not.toBe(freshIds.event(0));
  });
});

describe('the recording clock', () => {
  it('never runs backward, not even behind what was recorded before it started', () => {
    const times = [5_000, 3_000, 6_000, 5_999];
    const clock = new RecordingClock(() => times.shift() ?? 0, '1970-01-01T00:00:05.500Z');
    expect([clock.next(), clock.next(), clock.next(), clock.next()]).toEqual([
      '1970-01-01T00:00:05.500Z',
      '1970-01-01T00:00:05.500Z',
      '1970-01-01T00:00:06.000Z',
      '1970-01-01T00:00:06.000Z',
    ]);
  });
});

describe('lanes', () => {
  it('let those of one name take turns, and those of others pass', async () => {
    const lanes = new Lanes();
    const log: string[] = [];
    const gates = new Map<string, () => void>();
    const work = (name: string) => () => {
      log.push(`${name} begins`);
      return new Promise<string>((resolve) => gates.set(name, () => resolve(name)));
    };
    const [first, second, other] = [lanes.run('a', work('a1')), lanes.run('a', work('a2')), lanes.run('b', work('b1'))];
    expect(log).toEqual(['a1 begins', 'b1 begins']);
    gates.get('a1')?.();
    expect(await first).toBe('a1');
    expect(log).toEqual(['a1 begins', 'b1 begins', 'a2 begins']);
    gates.get('a2')?.();
    gates.get('b1')?.();
    expect([await second, await other]).toEqual(['a2', 'b1']);
    expect(lanes.size).toBe(0);
  });

  it('go on after a failure, and keep nothing', async () => {
    const lanes = new Lanes();
    const failing = lanes.run('a', () => Promise.reject(new Error('no')));
    const after = lanes.run('a', () => Promise.resolve('yes'));
    await expect(failing).rejects.toThrow('no');
    expect(await after).toBe('yes');
    expect(lanes.size).toBe(0);
  });
});

describe('the digest of a request', () => {
  const request: CommandRequest = {
    aggregate: 'commitment',
    id: 'x',
    command: { type: 'report-progress', data: { text: 'Half.', share: 0.5 } },
    actor: { subject: 'anna', roles: ['staff'] },
    correlationId: 'c1',
  };

  it('minds the command, the record and the body, not how the body was written or traced', () => {
    const same = digestOf({ ...request, correlationId: 'c2', command: { type: 'report-progress', data: { share: 0.5, text: 'Half.' } } });
    expect(same).toBe(digestOf(request));
    const others = [
      { ...request, id: 'y' },
      { ...request, effectiveOn: '2026-03-31' },
      { ...request, command: { type: 'add-milestone', data: request.command.data } },
      { ...request, command: { type: 'report-progress', data: { text: 'Half.' } } },
    ];
    expect(others.map(digestOf).filter((digest) => digest === digestOf(request))).toEqual([]);
  });
});

describe('holds', () => {
  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };

  it('let any number share a name, and one who wants it alone waits for them and keeps later ones out', async () => {
    const holds = new Holds();
    const log: string[] = [];
    const gates = new Map<string, () => void>();
    const work = (name: string) => () => {
      log.push(name);
      return new Promise<void>((resolve) => gates.set(name, resolve));
    };
    const all = [
      holds.run(['x'], undefined, work('a')),
      holds.run(['x', 'y'], undefined, work('b')),
      holds.run(['y'], 'x', work('alone')),
      holds.run(['x'], undefined, work('late')),
      holds.run(['y'], undefined, work('elsewhere')),
    ];
    await settled();
    expect(log).toEqual(['a', 'b', 'elsewhere']);
    gates.get('a')?.();
    await settled();
    expect(log).toEqual(['a', 'b', 'elsewhere']);
    gates.get('b')?.();
    await settled();
    expect(log).toEqual(['a', 'b', 'elsewhere', 'alone']);
    gates.get('alone')?.();
    await settled();
    expect(log.at(-1)).toBe('late');
    for (const open of gates.values()) open();
    await Promise.all(all);
    expect(holds.size).toBe(0);
  });

  it('are left when the work fails, and two who want what the other shares do not wait for ever', async () => {
    const holds = new Holds();
    const fails = holds.run(['x'], 'y', () => Promise.reject(new Error('no')));
    const follows = holds.run(['y'], 'x', () => Promise.resolve('done'));
    await expect(fails).rejects.toThrow('no');
    expect(await follows).toBe('done');
    expect(holds.size).toBe(0);
  });
});
