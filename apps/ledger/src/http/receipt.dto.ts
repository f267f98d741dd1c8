import { ApiProperty } from '@nestjs/swagger';

class RecordedEventDto {
  @ApiProperty({ type: 'string', format: 'uuid', description: 'id of the event; its proof is at /log/proofs/<id>' })
  readonly id!: string;

  @ApiProperty({ type: 'string', description: 'what happened, in the past tense', example: 'CommitmentMade' })
  readonly type!: string;
}

class ReceiptProofDto {
  @ApiProperty({ type: 'string', format: 'uuid', description: 'id of the event' })
  readonly event!: string;

  @ApiProperty({ type: 'string', description: 'where its proof is, now or as soon as a checkpoint covers it', example: '/log/proofs/01912d68-783e-7a03-8467-5661c1243ad4' })
  readonly address!: string;

  @ApiProperty({ type: 'string', required: false, description: 'the proof itself, the text of a C2SP .tlog-proof file' })
  readonly proof?: string;
}

/** The answer to every command. */
export class ReceiptDto {
  @ApiProperty({ type: 'string', format: 'uuid', description: 'id of the record' })
  readonly id!: string;

  @ApiProperty({ type: 'string', description: "name of the record's stream of events", example: 'commitment-01912d68-783e-7a03-8467-5661c1243ad4' })
  readonly stream!: string;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'revision of the record after the command' })
  readonly revision!: number;

  @ApiProperty({ type: [RecordedEventDto], minItems: 1, description: 'what was recorded, in order' })
  readonly events!: readonly RecordedEventDto[];

  @ApiProperty({ type: 'string', pattern: '^\\d+$', description: 'opaque; give it back as ?after= to read your own write' })
  readonly position!: string;

  @ApiProperty({ type: [ReceiptProofDto], required: false, description: 'only where Prefer asked to wait: one an event' })
  readonly proofs?: readonly ReceiptProofDto[];
}
