import type { ObligationCommand } from '@covenant/domain';
import { Has } from '@covenant/platform';
import { CommonDto, DatedDto, evidence, EvidenceDto } from '../http/common.dto.js';
import { Each, field, Is, Maybe } from '../http/fields.js';

type Data<T extends ObligationCommand['type']> = Extract<ObligationCommand, { readonly type: T }>['data'];

export class RecommendationDto {
  @Is(field.name, 'its number or symbol')
  readonly id!: string;

  @Maybe(field.text, 'its text')
  readonly text?: string;

  @Maybe(field.name, 'who made it')
  readonly by?: string;

  @Maybe(field.name, 'session or cycle in which it was made')
  readonly session?: string;
}

export class ObligationSourceDto {
  @Is(field.name, 'treaty, law, ordinance or mechanism, such as ICESCR, City Charter or UPR')
  readonly instrument!: string;

  @Maybe(field.reference, 'the provision in it')
  readonly provision?: string;

  @Has(() => RecommendationDto, 'the recommendation, where one is the source', { optional: true })
  readonly recommendation?: RecommendationDto;
}

export class RecordObligation extends CommonDto implements Data<'record'> {
  @Has(() => ObligationSourceDto, 'where it comes from')
  readonly source!: ObligationSourceDto;

  @Is(field.id, 'who owes it')
  readonly dutyBearerId!: string;

  @Is(field.dimension, 'to respect, protect or fulfil')
  readonly dimension!: Data<'record'>['dimension'];

  @Is(field.realisation, 'immediate or progressive')
  readonly realisation!: Data<'record'>['realisation'];

  @Maybe(field.response, 'what was answered to the recommendation')
  readonly response?: Data<'record'>['response'];
}

export class AcceptObligation extends DatedDto implements Data<'accept'> {
  @Maybe(field.text, 'what the duty-bearer says to it')
  readonly statement?: string;

  @Maybe(field.response, 'what was answered to the recommendation')
  readonly response?: Data<'accept'>['response'];
}

export class DisputeObligation extends DatedDto implements Data<'dispute'> {
  @Is(field.text, 'why')
  readonly reason!: string;

  @Maybe(field.response, 'what was answered to the recommendation')
  readonly response?: Data<'dispute'>['response'];
}

export class ClarifyObligation extends DatedDto implements Data<'clarify'> {
  @Is(field.text, 'what is made clear')
  readonly text!: string;

  @Maybe(field.dimension, 'to respect, protect or fulfil')
  readonly dimension?: Data<'clarify'>['dimension'];

  @Maybe(field.realisation, 'immediate or progressive')
  readonly realisation?: Data<'clarify'>['realisation'];

  @Each(field.id, 'rights-holder groups concerned', { optional: true, max: 50 })
  readonly groups?: readonly string[];

  @evidence(true)
  readonly evidence?: readonly EvidenceDto[];
}

export class EndingActDto {
  @Is(field.title, 'title of the act')
  readonly title!: string;

  @Maybe(field.reference, 'where it is written')
  readonly reference?: string;

  @Maybe(field.day, 'day of the act')
  readonly on?: string;
}

export class CeaseObligation extends DatedDto implements Data<'cease'> {
  @Is(field.text, 'why it has ended')
  readonly reason!: string;

  @Has(() => EndingActDto, 'the act that ended it: a repeal, a denunciation, a judgment')
  readonly act!: EndingActDto;
}
