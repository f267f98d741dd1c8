import type { CommitmentCommand } from '@covenant/domain';
import { Has, HasEach, number, whole } from '@covenant/platform';
import { ApprovalDto, CommonDto, DatedDto, evidence, EvidenceDto, ExtensionDto } from '../http/common.dto.js';
import { Each, field, Is, Maybe } from '../http/fields.js';

type Data<T extends CommitmentCommand['type']> = Extract<CommitmentCommand, { readonly type: T }>['data'];
type Indicator = NonNullable<Data<'make'>['indicators']>[number];

export class NewMilestoneDto {
  @Maybe(field.key, 'names the milestone within the commitment; given by the ledger when left out')
  readonly key?: string;

  @Is(field.title, 'what is to be reached')
  readonly title!: string;

  @Maybe(field.day, 'by when')
  readonly dueOn?: string;
}

export class CommitmentIndicatorDto implements Indicator {
  @Is(field.title, 'what is looked at')
  readonly title!: string;

  @Is(field.indicatorKind, 'structural, process or outcome')
  readonly kind!: Indicator['kind'];

  @Maybe(field.reference, 'what it should reach')
  readonly target?: string;
}

export class ForumDto {
  @Is(field.name, 'where it was promised')
  readonly name!: string;

  @Maybe(field.name, 'meeting or session')
  readonly session?: string;

  @Maybe(field.reference, 'where that is written')
  readonly reference?: string;
}

export class CommitmentSourceDto {
  @Is(field.name, 'register or document that the words come from')
  readonly name!: string;

  @Maybe(field.reference, 'place in it')
  readonly reference?: string;
}

export class MakeCommitment extends CommonDto implements Data<'make'> {
  @Is(field.id, 'who promises')
  readonly dutyBearerId!: string;

  @Maybe(field.text, 'what is promised')
  readonly description?: string;

  @Each(field.id, 'obligations that it serves', { optional: true, max: 50 })
  readonly obligations?: readonly string[];

  @Is(field.day, 'by when')
  readonly dueOn!: string;

  @Maybe(whole(0, 3_650), 'days after the due date after which it counts as broken')
  readonly graceDays?: number;

  @HasEach(() => NewMilestoneDto, 'steps on the way', { optional: true, max: 50 })
  readonly milestones?: readonly NewMilestoneDto[];

  @HasEach(() => CommitmentIndicatorDto, 'what will show whether it is kept', { optional: true, max: 50 })
  readonly indicators?: readonly CommitmentIndicatorDto[];

  @Each(field.id, 'groups for which it is a positive measure', { optional: true, max: 50 })
  readonly positiveMeasureFor?: readonly string[];

  @Has(() => ForumDto, 'where and to whom it was promised', { optional: true })
  readonly forum?: ForumDto;

  @Has(() => CommitmentSourceDto, 'where the words come from', { optional: true })
  readonly source?: CommitmentSourceDto;
}

export class ReportProgress extends DatedDto implements Data<'report-progress'> {
  @Is(field.text, 'what was done')
  readonly text!: string;

  @Maybe(number(0, 1), "how much is done, 0 to 1, by the duty-bearer's own estimate")
  readonly share?: number;

  @evidence(true)
  readonly evidence?: readonly EvidenceDto[];
}

export class AddMilestone extends DatedDto implements Data<'add-milestone'> {
  @Maybe(field.key, 'names the milestone within the commitment; given by the ledger when left out')
  readonly key?: string;

  @Is(field.title, 'what is to be reached')
  readonly title!: string;

  @Maybe(field.day, 'by when')
  readonly dueOn?: string;

  @Maybe(field.text, 'why')
  readonly reason?: string;
}

export class ReachMilestone extends DatedDto implements Data<'reach-milestone'> {
  @Is(field.key, 'key of the milestone')
  readonly milestone!: string;

  @Maybe(field.text, 'what was reached')
  readonly text?: string;

  @evidence(true)
  readonly evidence?: readonly EvidenceDto[];
}

export class ExtendCommitment extends ExtensionDto implements Data<'extend'> {}

export class ReportFulfilled extends DatedDto implements Data<'report-fulfilled'> {
  @Is(field.text, 'what was done')
  readonly text!: string;

  @evidence(false)
  readonly evidence!: readonly EvidenceDto[];
}

/** What the council or oversight says of a report. */
export class CommitmentVerdictDto extends DatedDto implements Data<'verify'> {
  @Is(field.grade, 'A largely satisfactory, B partly, C not, D no reply, E contrary')
  readonly grade!: Data<'verify'>['grade'];

  @Is(field.text, 'why')
  readonly reasons!: string;

  @evidence(true)
  readonly evidence?: readonly EvidenceDto[];
}

export class WithdrawCommitment extends DatedDto implements Data<'withdraw'> {
  @Is(field.text, 'why')
  readonly reason!: string;

  @Has(() => ApprovalDto, 'who approved it')
  readonly approvedBy!: ApprovalDto;
}
