import { checkedQuery, generalProblems, Problem, ProblemResponses } from '@covenant/platform';
import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CityQuery } from '../reading/queries.dto.js';
import { Reading } from '../reading/reading.js';
import { GrievanceStatistics } from './statistics.js';
import { unknownRecord } from '../problems/refusal-problem.js';

class CountedDto {
  @ApiProperty({ type: 'string', description: 'the right, or the id of the group or of the office' })
  readonly value!: string;

  @ApiProperty({ type: 'integer', minimum: 5, multipleOf: 5, description: 'at least so many: rounded down, from a point that is not told' })
  readonly count!: number;
}

class GrievanceYearDto {
  @ApiProperty({ type: 'integer', description: 'a year that is over' })
  readonly year!: number;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'grievances lodged in it' })
  readonly lodged!: number;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'grievances acknowledged in it, whenever they were lodged: the numbers by right, group and office are about these' })
  readonly acknowledged!: number;

  @ApiProperty({ type: [CountedDto], description: 'by right; what is not listed was named by few, by nearly all, or by none' })
  readonly byRight!: readonly CountedDto[];

  @ApiProperty({ type: [CountedDto], description: 'by rights-holder group, likewise' })
  readonly byGroup!: readonly CountedDto[];

  @ApiProperty({ type: [CountedDto], description: 'by the office complained of, likewise' })
  readonly byOffice!: readonly CountedDto[];
}

class GrievanceStatisticsDto {
  @ApiProperty({ type: 'string', format: 'uuid', description: 'the city' })
  readonly cityId!: string;

  @ApiProperty({ type: [GrievanceYearDto], description: 'the newest year first' })
  readonly years!: readonly GrievanceYearDto[];
}

/** What grievances are about, in numbers that say nothing about one of them. */
@ApiTags('grievances')
@Controller('v1/grievances')
export class StatisticsController {
  constructor(
    @Inject(GrievanceStatistics) private readonly statistics: GrievanceStatistics,
    @Inject(Reading) private readonly reading: Reading,
  ) {}

  @Get('statistics')
  @ApiOperation({ operationId: 'grievances_statistics', summary: 'Grievances by right, group and office, year by year, in fives and without small numbers' })
  @ApiQuery({ type: CityQuery })
  @ApiResponse({ status: 200, type: GrievanceStatisticsDto, description: 'the years that are over' })
  @ProblemResponses([400, 404, 503])
  async years(@Req() request: FastifyRequest): Promise<GrievanceStatisticsDto> {
    const { cityId, after } = checkedQuery(CityQuery, request.query);
    await this.reading.caughtUp(after, ['city', 'grievance']);
    // Figures are made once: nothing that was lodged may be missing.
    await this.reading.current(['city', 'grievance']);
    const years = await this.statistics.of(cityId);
    if (years === undefined) throw new Problem(generalProblems['not-found'], unknownRecord('city', cityId));
    return { cityId, years };
  }
}
