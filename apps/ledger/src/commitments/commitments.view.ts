import { Has, HasEach, instant, number, yesNo } from '@covenant/platform';
import { IntersectionType, OmitType } from '@nestjs/swagger';
import { field, Is, Maybe } from '../http/fields.js';
import { ActorDto, DeadlineDto, ToldDto } from '../http/told.dto.js';
import { DutyViewDto } from '../reading/record-view.dto.js';
import {
  CommitmentVerdictDto,
  ExtendCommitment,
  MakeCommitment,
  ReportFulfilled,
  ReportProgress,
  WithdrawCommitment,
} from './commitments.dto.js';

class MilestoneView {
  @Is(field.key, 'key of the milestone')
  readonly key!: string;

  @Is(field.title, 'what is to be reached')
  readonly title!: string;

  @Maybe(field.day, 'by when')
  readonly dueOn?: string;

  @Is(yesNo, 'whether it was reported as reached')
  readonly reached!: boolean;

  @Maybe(instant, 'when that was recorded')
  readonly reachedAt?: string;
}

class DueDateView extends DeadlineDto {
  @Is(yesNo, 'whether the days of grace passed too')
  readonly broken!: boolean;
}

class ExtensionView extends IntersectionType(ToldDto, OmitType(ExtendCommitment, ['effectiveOn'] as const)) {
  @Is(field.day, 'the date before')
  readonly from!: string;
}

class ProgressView extends IntersectionType(ToldDto, OmitType(ReportProgress, ['effectiveOn'] as const)) {}

class ReportView extends IntersectionType(ToldDto, OmitType(ReportFulfilled, ['effectiveOn'] as const)) {
  @Has(() => ActorDto, 'who reported')
  readonly by!: ActorDto;
}

class VerdictView extends IntersectionType(ToldDto, OmitType(CommitmentVerdictDto, ['effectiveOn'] as const)) {
  @Has(() => ActorDto, 'who judged')
  readonly by!: ActorDto;
}

class WithdrawalView extends OmitType(WithdrawCommitment, ['effectiveOn'] as const) {}

export class CommitmentView extends IntersectionType(
  DutyViewDto,
  OmitType(MakeCommitment, ['effectiveOn', 'cityId', 'milestones'] as const),
) {
  @HasEach(() => MilestoneView, 'steps on the way', { max: 10_000 })
  readonly milestones!: readonly MilestoneView[];

  @HasEach(() => DueDateView, 'every due date it had, the one that counts last', { min: 1, max: 10_000 })
  readonly dueDates!: readonly DueDateView[];

  @HasEach(() => ExtensionView, 'every extension', { max: 10_000 })
  readonly extensions!: readonly ExtensionView[];

  @Is(number(0, 1), "how much is done, by the duty-bearer's latest estimate")
  readonly share!: number;

  @HasEach(() => ProgressView, 'progress reported, oldest first', { max: 10_000 })
  readonly progress!: readonly ProgressView[];

  @HasEach(() => ReportView, 'reports of fulfilment, oldest first', { max: 10_000 })
  readonly reports!: readonly ReportView[];

  @HasEach(() => VerdictView, 'what oversight and the council said of them, oldest first', { max: 10_000 })
  readonly verdicts!: readonly VerdictView[];

  @Has(() => WithdrawalView, 'why it was withdrawn', { optional: true })
  readonly withdrawal?: WithdrawalView;
}
