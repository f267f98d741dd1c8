// A ledger's worth of events of the real aggregates, the same for the same number, written straight into the store's
// table: what is measured is not the appending. Half of the records are one city's, the others thirteen cities'.
import { createHash } from 'node:crypto';
import { type AnyEvent, type EventMetadata, type EventOf, rights, type Role, streamOf } from '@covenant/domain';
import pg from 'pg';

export interface Recorded {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly data: AnyEvent['data'];
  readonly metadata: EventMetadata;
}

const cityCount = 14;
const dutyBearersACity = 20;
const groupsACity = 8;

/** A UUID that only depends on its name. */
export const uuidOf = (name: string): string => {
  const hex = createHash('md5').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

export const cityId = (n: number): string => uuidOf(`city ${n}`);
export const dutyBearerId = (city: number, n: number): string => uuidOf(`duty-bearer ${city} ${n}`);
const groupId = (city: number, n: number): string => uuidOf(`group ${city} ${n}`);

const { codes } = rights;
const subjects = ['housing', 'water', 'shelters', 'policing', 'libraries', 'clinics', 'buses', 'schools', 'heating', 'playgrounds'];
const verbs = ['Inspect', 'Repair', 'Open', 'Fund', 'Translate', 'Review', 'Extend', 'Publish', 'Staff', 'Measure'];
const places = ['in the northern wards', 'for night workers', 'along the river', 'in every district', 'near the station'];

interface Draft {
  readonly stream: string;
  readonly city: number;
  readonly role: Role;
  readonly event: AnyEvent;
}

const pick = <T>(items: readonly T[], n: number): T => {
  const item = items[n % items.length];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};

function* setUp(): Generator<Draft> {
  for (let city = 0; city < cityCount; city++) {
    const enrolled: EventOf<'city'> = {
      type: 'CityEnrolled',
      data: { name: `City ${city}`, slug: `city-${city}`, country: 'CA', languages: ['en'], timeZone: 'America/Winnipeg' },
    };
    yield { stream: streamOf('city', cityId(city)), city, role: 'focal-point', event: enrolled };
    for (let n = 0; n < dutyBearersACity; n++) {
      const event: EventOf<'duty-bearer'> = {
        type: 'DutyBearerRegistered',
        data: { name: `Department ${n}`, kind: 'department', cityId: cityId(city) },
      };
      yield { stream: streamOf('duty-bearer', dutyBearerId(city, n)), city, role: 'focal-point', event };
    }
    for (let n = 0; n < groupsACity; n++) {
      const event: EventOf<'group'> = {
        type: 'GroupRecognised',
        data: { name: `Group ${n}`, grounds: ['disability'], description: 'Those concerned', cityId: cityId(city) },
      };
      yield { stream: streamOf('group', groupId(city, n)), city, role: 'focal-point', event };
    }
  }
}

/** One theme: an obligation, two commitments that serve it, now and then a remedy and a scrutiny. */
function* theme(n: number): Generator<Draft> {
  const city = n % 2 === 0 ? 0 : 1 + (n % (cityCount - 1));
  const holder = dutyBearerId(city, n % dutyBearersACity);
  const title = `${pick(verbs, n)} ${pick(subjects, n >> 2)} ${pick(places, n >> 4)}, item ${n}`;
  const common = {
    cityId: cityId(city),
    title,
    rights: [pick(codes, n * 7), pick(codes, n * 13 + 5)],
    principles: ['accountability'] as const,
    groups: [groupId(city, n % groupsACity)],
    dutyBearerId: holder,
  };
  const day = `20${26 + (n % 4)}-0${1 + (n % 9)}-1${n % 10}`;
  const file = { sha256: 'a'.repeat(64), bytes: 48_211, mediaType: 'application/pdf', name: 'inspection-report.pdf' };

  const obligation = streamOf('obligation', uuidOf(`obligation ${n}`));
  const recorded: EventOf<'obligation'> = {
    type: 'ObligationRecorded',
    data: {
      ...common,
      source: { instrument: 'UPR', recommendation: { id: `${n}`, text: `${title}: take every step that is needed.` } },
      dimension: 'fulfil',
      realisation: 'progressive',
    },
  };
  yield { stream: obligation, city, role: 'staff', event: recorded };
  const answered: EventOf<'obligation'> =
    n % 10 === 0
      ? { type: 'ObligationDisputed', data: { reason: 'Not within the powers of the city.' } }
      : { type: 'ObligationAccepted', data: { statement: 'Accepted by resolution.' } };
  yield { stream: obligation, city, role: 'staff', event: answered };

  for (const half of [0, 1]) {
    const stream = streamOf('commitment', uuidOf(`commitment ${n} ${half}`));
    const steps: EventOf<'commitment'>[] = [
      {
        type: 'CommitmentMade',
        data: {
          ...common,
          obligations: [uuidOf(`obligation ${n}`)],
          dueOn: day,
          description: 'A first survey, then work street by street, with tenants told in writing before and after.',
          milestones: [{ key: 'm1', title: 'Survey finished', dueOn: day }],
        },
      },
      { type: 'CommitmentProgressReported', data: { text: 'A third of the buildings are surveyed.', share: 0.3 } },
      { type: 'CommitmentMilestoneReached', data: { milestone: 'm1', text: 'Survey finished', evidence: [file] } },
    ];
    if ((n + half) % 4 === 0) steps.push({ type: 'CommitmentFellDue', data: { dueOn: day } });
    if ((n + half) % 3 > 0) steps.push({ type: 'CommitmentReportedFulfilled', data: { text: 'Done.', evidence: [file], day } });
    if ((n + half) % 3 === 1) steps.push({ type: 'CommitmentVerified', data: { grade: 'A', reasons: 'Seen on site.', day } });
    for (const event of steps) yield { stream, city, role: event.type === 'CommitmentVerified' ? 'oversight' : 'staff', event };
  }

  if (n % 5 === 0) {
    const stream = streamOf('remedy', uuidOf(`remedy ${n}`));
    const steps: EventOf<'remedy'>[] = [
      {
        type: 'RemedyOrdered',
        data: {
          ...common,
          source: { kind: 'court', reference: `Case ${n}` },
          harm: { text: 'Tenants were without heating for three weeks.' },
          beneficiaries: { groups: common.groups },
          measures: [{ key: 'r1', form: 'restitution', what: 'Restore the heating.', dutyBearerId: holder, dueOn: day }],
          escalation: { afterDays: 90, to: 'council' },
        },
      },
      { type: 'RemedyAccepted', data: {} },
      { type: 'MeasureStarted', data: { measure: 'r1' } },
    ];
    for (const event of steps) yield { stream, city, role: 'council', event };
  }
  if (n % 5 === 1) {
    const stream = streamOf('scrutiny', uuidOf(`scrutiny ${n}`));
    const steps: EventOf<'scrutiny'>[] = [
      {
        type: 'ScrutinyOpened',
        data: { ...common, instrument: { title, kind: 'ordinance', status: 'proposed' }, trigger: 'new' },
      },
      { type: 'ScrutinyScreened', data: { fullAssessment: true, reasons: 'It limits where people may rest.' } },
    ];
    for (const event of steps) yield { stream, city, role: 'oversight', event };
  }
}

/** Themes side by side, as they are in a city: at any time some hundred are under way. */
const atOnce = 400;

function* interleaved(): Generator<Draft> {
  yield* setUp();
  let next = 0;
  const running = Array.from({ length: atOnce }, () => theme(next++));
  for (let turn = 0; ; turn++) {
    const place = (turn * 7) % atOnce;
    const step = running[place]?.next();
    if (step === undefined || step.done === true) running[place] = theme(next++);
    else yield step.value;
  }
}

/** The first `count` events of the ledger, in order. */
export function* workload(count: number): Generator<Recorded> {
  const revisions = new Map<string, number>();
  const begin = Date.UTC(2025, 0, 1);
  let n = 0;
  for (const { stream, city, role, event } of interleaved()) {
    if (n === count) return;
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    const id = uuidOf(`event ${n}`);
    yield {
      id,
      stream,
      revision,
      type: event.type,
      data: event.data,
      metadata: {
        cityId: cityId(city),
        actor: { subject: `subject-${n % 50}`, role },
        recordedAt: new Date(begin + n * 20_000).toISOString(),
        correlationId: id,
        schemaVersion: 1,
      },
    };
    n += 1;
  }
}

/** Fills an empty store. `adminUrl` is a superuser's, since the application may only append. */
export async function seedStore(adminUrl: string, count: number, batch = 5_000): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query('SET synchronous_commit TO off');
    let position = 0;
    let rows: Recorded[] = [];
    const flush = async (): Promise<void> => {
      if (rows.length === 0) return;
      const first = position;
      position += rows.length;
      await client.query(
        `INSERT INTO ledger.events (position, id, revision, stream, type, data, metadata)
         SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[])`,
        [
          rows.map((_, index) => first + index),
          rows.map(({ id }) => id),
          rows.map(({ revision }) => revision),
          rows.map(({ stream }) => stream),
          rows.map(({ type }) => type),
          rows.map(({ data }) => JSON.stringify(data)),
          rows.map(({ metadata }) => JSON.stringify(metadata)),
        ],
      );
      rows = [];
    };
    for (const event of workload(count)) {
      rows.push(event);
      if (rows.length === batch) await flush();
    }
    await flush();
    await client.query('ANALYZE ledger.events');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}
