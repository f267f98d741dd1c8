import { aggregateNames, isOfACity } from '@covenant/domain';
import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';

export class FiguresDto {
  @ApiProperty({ type: 'integer', minimum: 0, description: 'records' })
  readonly total!: number;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'of these, what still asks something of somebody' })
  readonly open!: number;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'of these, what missed a date that nothing settled since' })
  readonly overdue!: number;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' }, description: 'records in each state' })
  readonly byStatus!: Readonly<Record<string, number>>;
}

export class CoverageDto {
  @ApiProperty({ type: 'string', description: 'the right, principle, group or duty-bearer' })
  readonly value!: string;

  @ApiProperty({ type: 'integer', minimum: 0 })
  readonly obligations!: number;

  @ApiProperty({ type: 'integer', minimum: 0 })
  readonly commitments!: number;

  @ApiProperty({ type: 'integer', minimum: 0 })
  readonly scrutinies!: number;

  @ApiProperty({ type: 'integer', minimum: 0 })
  readonly remedies!: number;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'of all these, the overdue ones' })
  readonly overdue!: number;
}

/** A reference among a schema's properties, which the decorator's own type does not foresee. */
const figures = { allOf: [{ $ref: getSchemaPath(FiguresDto) }] };
const coverage = { type: 'array' as const, items: { $ref: getSchemaPath(CoverageDto) } };

@ApiExtraModels(FiguresDto, CoverageDto)
export class OverviewDto {
  @ApiProperty({ type: 'string', format: 'uuid', description: 'the city' })
  readonly cityId!: string;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'commitments, scrutinies and remedies that still ask something of somebody' })
  readonly open!: number;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'of these, what missed a date that nothing settled since' })
  readonly overdue!: number;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'commitments reported as kept, and not verified or contested yet' })
  readonly kept!: number;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'commitments verified as kept' })
  readonly verified!: number;

  @ApiProperty({
    type: 'object',
    properties: Object.fromEntries(aggregateNames.filter(isOfACity).map((name) => [name, figures])),
    description: 'how many records there are, by aggregate',
  })
  readonly figures!: object;

  @ApiProperty({
    type: 'object',
    properties: { rights: coverage, principles: coverage, groups: coverage, dutyBearers: coverage },
    description: 'what records name; what nobody names is a gap, and is not in here',
  })
  readonly coverage!: object;
}
