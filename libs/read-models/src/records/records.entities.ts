import { RecordRow, RecordTable } from './record.entity.js';

@RecordTable('cities')
export class CityRow extends RecordRow {}

@RecordTable('duty_bearers')
export class DutyBearerRow extends RecordRow {}

@RecordTable('groups')
export class GroupRow extends RecordRow {}

@RecordTable('obligations')
export class ObligationRow extends RecordRow {}

@RecordTable('commitments')
export class CommitmentRow extends RecordRow {}

@RecordTable('scrutinies')
export class ScrutinyRow extends RecordRow {}

@RecordTable('remedies')
export class RemedyRow extends RecordRow {}
