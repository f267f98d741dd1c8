import type { WhichRules } from '@covenant/domain';
import { checkedQuery, generalProblems, Has, HasEach, instant, oneOf, Problem, ProblemResponses, uuid } from '@covenant/platform';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppliedRuleDto } from '../cities/cities.dto.js';
import { HoldView } from '../grievances/grievances.view.js';
import { Each, field, Is, Maybe } from '../http/fields.js';
import { defined } from '../http/read-controller.js';
import { linkNext } from '../reading/links.js';
import { PageQuery } from '../reading/queries.dto.js';
import { Reading } from '../reading/reading.js';
import { RetentionPreview } from './preview.js';
import { unknownRecord } from '../problems/refusal-problem.js';

class RetentionQuery extends PageQuery {
  @Is(uuid, 'the city')
  readonly cityId!: string;

  @Maybe(oneOf(['adopted', 'proposed'], 'RetentionRules'), 'by which rules: those that were adopted, or as if those proposed were adopted today; adopted when left out')
  readonly rules?: WhichRules;
}

class PreviewedCaseDto {
  @Is(uuid, 'the grievance')
  readonly grievanceId!: string;

  @Is(uuid, 'the mark that stands for the person')
  readonly subject!: string;

  @Is(field.key, 'where the grievance stands')
  readonly state!: string;

  @Maybe(field.caseOutcome, 'how it came out, once it has ended')
  readonly outcome?: string;

  @Maybe(field.day, 'when it ended')
  readonly endedOn?: string;

  @Has(() => AppliedRuleDto, 'the rule; left out where none names the outcome, which keeps it', { optional: true })
  readonly rule?: AppliedRuleDto;

  @Maybe(field.day, 'the first day on which it can go')
  readonly goesOn?: string;

  @Each(oneOf(['case-open', 'remedy-open', 'legal-hold'], 'RetentionHold'), 'what keeps it all the same')
  readonly heldBy!: readonly string[];

  @HasEach(() => HoldView, 'the holds that an office placed and that are not lifted; left out where there is none', { optional: true })
  readonly holds?: readonly HoldView[];

  @Maybe(field.day, 'the day that the record of the subject announces')
  readonly announcedOn?: string;

  @Maybe(instant, 'when its erasure began, which nothing stops')
  readonly begunAt?: string;

  @Maybe(instant, 'when it was erased')
  readonly erasedAt?: string;
}

class RetentionDto {
  @Is(uuid, 'the city')
  readonly cityId!: string;

  @Is(field.day, 'the day in the city on which this is said')
  readonly today!: string;

  @HasEach(() => PreviewedCaseDto, 'every grievance of the city, oldest first')
  readonly items!: readonly PreviewedCaseDto[];

  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'null' }], description: 'goes into ?cursor=; null when there is nothing more' })
  readonly next!: string | null;
}

/** What the rules of a city would erase, and when, before they do. Public, as everything that it follows from. */
@ApiTags('subjects')
@Controller('v1/retention')
export class RetentionController {
  constructor(
    @Inject(RetentionPreview) private readonly preview: RetentionPreview,
    @Inject(Reading) private readonly reading: Reading,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'retention_preview', summary: 'What is to be erased when, by which rule, and what is kept' })
  @ApiQuery({ type: RetentionQuery })
  @ApiResponse({ status: 200, type: RetentionDto, description: 'the page' })
  @ProblemResponses([400, 404, 503])
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { after, cityId, rules = 'adopted', limit, cursor } = checkedQuery(RetentionQuery, request.query);
    await this.reading.caughtUp(after, ['city', 'grievance', 'remedy', 'subject']);
    const found = await this.preview.of(cityId, { rules, ...defined({ limit, cursor }) });
    if (found === undefined) throw new Problem(generalProblems['not-found'], unknownRecord('city', cityId));
    linkNext(request, reply, found.next);
    reply.header('cache-control', 'no-cache').send(found);
  }
}
