import { todayIn, type CityState, type CommitmentState, type CouncilState, type Overview, type RemedyState, type ScrutinyState } from '@covenant/domain';
import type { RecordItem, ReadModelQueries } from '@covenant/read-models';
import type { HomeView, OverdueLine } from './page.js';
import type { Figure } from './words.js';

const shown = 12;
const late = { commitment: 'commitments', remedy: 'remedies', scrutiny: 'scrutinies', council: 'councils' } as const;
type Late = keyof typeof late;

/** Gathers what the first page shows. Nothing here is slower than a page of a list. */
export async function homeView(queries: ReadModelQueries, sampleCityId: string, address: string, now: Date): Promise<Omit<HomeView, 'log'>> {
  const newest = (await queries.audit({ first: 'newest', limit: 1 })).items[0];
  const [sample, directory] = await Promise.all([
    queries.record('city', sampleCityId),
    queries.list('city', { sort: 'title', limit: 200 }),
  ]);
  // Without a sample it is the city that last did something; being enrolled is nothing yet.
  const active = newest === undefined || newest.type === 'CityEnrolled' ? undefined : newest.cityId;
  const city = sample ?? (active === undefined ? undefined : await queries.record('city', active));
  const cities = directory.items.flatMap((item) => directoryLine(item));
  const common = { directory: cities, address };
  if (city === undefined) return { ...common, figures: [], overdue: [], overdueInAll: 0 };

  const { name, sample: isSample, timeZone, languages } = enrolled(city);
  const overview = await queries.overview(city.id);
  const lists = await Promise.all(
    (Object.keys(late) as Late[]).map(async (aggregate) => {
      const page = await queries.list(aggregate, { filter: { cityId: city.id, overdue: true }, sort: 'dueOn', limit: shown });
      return page.items.flatMap((item) => overdueLine(aggregate, item, todayIn(timeZone, now.toISOString())));
    }),
  );
  const overdue = lists.flat().sort((a, b) => b.daysLate - a.daysLate).slice(0, shown);
  return {
    ...common,
    city: { id: city.id, name, sample: isSample, language: languages[0] ?? 'en' },
    figures: figuresOf(overview),
    overdue: await named(queries, overdue),
    overdueInAll: sumOf(overview, 'overdue'),
  };
}

const enrolled = ({ body }: RecordItem): Extract<CityState, { status: 'enrolled' }> => body as Extract<CityState, { status: 'enrolled' }>;

function directoryLine(item: RecordItem): HomeView['directory'] {
  const { name, region = '', country, declaredOn, sample } = enrolled(item);
  if (sample || declaredOn === undefined) return [];
  return [{ id: item.id, name, region: [region, country].filter((part) => part !== '').join(', '), year: declaredOn.slice(0, 4) }];
}

const sumOf = ({ figures }: Overview, member: 'overdue'): number =>
  (Object.keys(late) as (keyof typeof late)[]).reduce((sum, aggregate) => sum + figures[aggregate][member], 0);

function figuresOf(overview: Overview): HomeView['figures'] {
  const { obligation, commitment, scrutiny, remedy } = overview.figures;
  const commitments = (status: string): number => commitment.byStatus[status] ?? 0;
  const counts: Readonly<Record<Figure, number>> = {
    obligations: obligation.total,
    open: commitments('open'),
    overdue: sumOf(overview, 'overdue'),
    kept: commitments('reported-fulfilled'),
    verified: commitments('verified'),
    contested: commitments('contested'),
    scrutinies: scrutiny.total,
    remedies: remedy.total,
  };
  return (Object.keys(counts) as Figure[]).map((figure) => ({ figure, count: counts[figure] }));
}

type Unnamed = Omit<OverdueLine, 'dutyBearer'> & { readonly dutyBearerId: string };

function overdueLine(aggregate: Late, { id, body }: RecordItem, today: string): readonly Unnamed[] {
  const state = body as CommitmentState | RemedyState | ScrutinyState | CouncilState;
  if (state.status === 'none') return [];
  const missed = state.status === 'established' ? unanswered(state) : { ...state, dueOn: missedOn(state) };
  if (missed?.dueOn === undefined) return [];
  const { title, dutyBearerId, dueOn } = missed;
  return [{ path: `/v1/${late[aggregate]}/${id}/history`, title, dutyBearerId, dueOn, daysLate: daysBetween(dueOn, today) }];
}

/** The recommendation of a council that has waited longest beyond its day, and who is to answer it. */
function unanswered({ recommendations }: Extract<CouncilState, { status: 'established' }>): Pick<OverdueLine, 'title' | 'dueOn'> & { dutyBearerId: string } | undefined {
  const [first] = recommendations.filter(({ fellDue, endedOn }) => fellDue && endedOn === undefined).sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1));
  return first === undefined ? undefined : { title: shortened(first.text), dutyBearerId: first.dutyBearerId, dueOn: first.dueOn };
}

const shortened = (text: string): string => ([...text].length <= 120 ? text : `${[...text].slice(0, 119).join('')}…`);

type Begun = Exclude<CommitmentState | RemedyState | ScrutinyState, { status: 'none' }>;

/** The earliest date that was missed and is still running. */
function missedOn(state: Begun): string | undefined {
  const deadlines =
    'measures' in state
      ? state.measures.flatMap(({ dueDates }) => dueDates)
      : 'rounds' in state
        ? state.rounds.flatMap(({ answerDue, conditions }) => [...(answerDue === undefined ? [] : [answerDue]), ...conditions])
        : state.dueDates.slice(-1);
  const running = deadlines.filter(({ fellDue, endedOn }) => fellDue && endedOn === undefined).map(({ dueOn }) => dueOn);
  return running.sort()[0];
}

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;

async function named(queries: ReadModelQueries, lines: readonly Unnamed[]): Promise<readonly OverdueLine[]> {
  const ids = [...new Set(lines.map(({ dutyBearerId }) => dutyBearerId))];
  const names = new Map<string, string>();
  await Promise.all(
    ids.map(async (id) => {
      const body = (await queries.record('duty-bearer', id))?.body as { readonly name?: string } | undefined;
      names.set(id, body?.name ?? '');
    }),
  );
  return lines.map(({ dutyBearerId, ...line }) => ({ ...line, dutyBearer: names.get(dutyBearerId) ?? '' }));
}
