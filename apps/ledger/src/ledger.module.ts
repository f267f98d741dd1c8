import type { TokenVerifier } from '@covenant/access';
import { Commands } from '@covenant/commands';
import type { Role } from '@covenant/domain';
import { type HttpSettings, Metrics, ProblemFilter, RequestLimits, type Contributor, type Traces } from '@covenant/platform';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import type { Logger } from 'pino';
import { LOG_STANDING, Notary, notaryHealth, NotaryModule, type LogOptions, type LogStanding } from '../../notary/src/index.js';
import { CityCommands, CityReads } from './cities/cities.controller.js';
import { CommitmentCommands, CommitmentReads } from './commitments/commitments.controller.js';
import { readPages } from './console/pages.js';
import { CONSOLE_PAGES, VerifyController } from './console/verify.controller.js';
import { CouncilCommands, CouncilReads } from './councils/councils.controller.js';
import { DutyBearerCommands, DutyBearerReads } from './duty-bearers/duty-bearers.controller.js';
import { GroupCommands, GroupReads } from './groups/groups.controller.js';
import { HomeController } from './home/home.controller.js';
import { CONTRIBUTORS, OperationsController } from './http/operations.controller.js';
import { RectificationEntries } from './http/rectification-entries.js';
import { TokenGuard } from './http/token.guard.js';
import { LogKeyCommands, LogKeyReads } from './log-keys/log-keys.controller.js';
import { GrievanceCommands, GrievanceReads } from './grievances/grievances.controller.js';
import { Intake } from './grievances/intake.js';
import { IntakeController } from './grievances/intake.controller.js';
import { GrievanceStatistics } from './grievances/statistics.js';
import { StatisticsController } from './grievances/statistics.controller.js';
import { UnsealController } from './grievances/unseal.controller.js';
import { ObligationCommands, ObligationReads } from './obligations/obligations.controller.js';
import { AuditController } from './reading/audit.controller.js';
import { Reading } from './reading/reading.js';
import { RowsController } from './reading/rows.controller.js';
import type { PrivateParts } from './privacy/open-privacy.js';
import { OpenedRecords } from './privacy/opened.js';
import { PrivateDigests } from './privacy/private-digests.js';
import { ProblemsController } from './problems/problems.controller.js';
import { RemedyCommands, RemedyReads } from './remedies/remedies.controller.js';
import { ScrutinyCommands, ScrutinyReads } from './scrutinies/scrutinies.controller.js';
import { ErasureController, SubjectCommands, SubjectReads } from './subjects/subjects.controller.js';
import { translate } from './problems/translate.js';
import { RetentionPreview } from './retention/preview.js';
import { RetentionController } from './retention/retention.controller.js';
import { TrailController, UpkeepReads } from './trail/trail.controller.js';
import type { SignIn } from './sign-in/index.js';

/** Everything the HTTP interface stands on, opened and owned by whoever starts it. */
export interface LedgerParts {
  readonly commands: Commands;
  readonly reading: Reading;
  readonly rectificationEntries: RectificationEntries;
  readonly privateParts: PrivateParts;
  readonly verifier: TokenVerifier<Role>;
  readonly contributors: readonly Contributor[];
  readonly metrics: Metrics;
  readonly http: HttpSettings;
  readonly traces?: Traces;
  readonly log: Logger;
  readonly notary: LogOptions;
  /** Where this ledger signs people in itself. */
  readonly signIn?: SignIn;
  /** Where another process signs the log: how it stands there. */
  readonly logStanding?: LogStanding;
}

const controllers: Type<unknown>[] = [
  CityCommands,
  CityReads,
  DutyBearerCommands,
  DutyBearerReads,
  GroupCommands,
  GroupReads,
  ObligationCommands,
  ObligationReads,
  CommitmentCommands,
  CommitmentReads,
  ScrutinyCommands,
  ScrutinyReads,
  RemedyCommands,
  RemedyReads,
  CouncilCommands,
  CouncilReads,
  LogKeyCommands,
  LogKeyReads,
  IntakeController,
  UnsealController,
  StatisticsController,
  GrievanceCommands,
  GrievanceReads,
  ErasureController,
  SubjectCommands,
  SubjectReads,
  RetentionController,
  TrailController,
  UpkeepReads,
  AuditController,
  RowsController,
  OperationsController,
  ProblemsController,
  HomeController,
  VerifyController,
];

/** The HTTP interface. It opens nothing itself: a test gives it the same parts as a city does. */
@Module({})
export class LedgerModule {
  static register(parts: LedgerParts, limits: RequestLimits): DynamicModule {
    return {
      module: LedgerModule,
      imports: [NotaryModule.register(parts.notary)],
      controllers,
      providers: [
        { provide: Commands, useValue: parts.commands },
        { provide: Reading, useValue: parts.reading },
        { provide: RectificationEntries, useValue: parts.rectificationEntries },
        { provide: Intake, useValue: parts.privateParts.intake },
        { provide: GrievanceStatistics, useValue: parts.privateParts.statistics },
        { provide: RetentionPreview, useValue: parts.privateParts.retention },
        { provide: OpenedRecords, useValue: parts.privateParts.opened },
        { provide: PrivateDigests, useValue: new PrivateDigests(parts.privateParts.privacy) },
        { provide: Metrics, useValue: parts.metrics },
        { provide: CONSOLE_PAGES, useFactory: readPages },
        {
          provide: LOG_STANDING,
          inject: [Notary],
          useFactory: (notary: Notary): LogStanding => parts.logStanding ?? (() => Promise.resolve(notary.health())),
        },
        {
          provide: CONTRIBUTORS,
          inject: [Notary],
          useFactory: (notary: Notary): readonly Contributor[] => [
            ...parts.contributors,
            ...(parts.notary.serveOnly === true ? [] : [notaryHealth(notary)]),
          ],
        },
        { provide: APP_GUARD, useValue: new TokenGuard(parts.verifier, limits) },
        { provide: APP_FILTER, useValue: new ProblemFilter(parts.log, translate) },
      ],
    };
  }
}
