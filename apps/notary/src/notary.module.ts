import {
  type DynamicModule,
  Inject,
  Injectable,
  Module,
  type ModuleMetadata,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type InjectionToken,
} from '@nestjs/common';
import { BundlesController } from './bundle/bundles.controller.js';
import { Bundles } from './bundle/bundles.js';
import { Notary } from './engine/notary.js';
import { type LogOptions, openLog, type OpenLog } from './open-log.js';
import { LogController } from './served/log.controller.js';
import { ReceiptProofs } from './served/receipt-proofs.js';
import { PUBLIC_LOG, type ServedLog } from './served/served-log.js';

export const OPEN_LOG = Symbol('open log');
const OPTIONS = Symbol('log options');

interface RegisterAsync<Args extends unknown[]> {
  readonly imports?: ModuleMetadata['imports'];
  readonly inject?: InjectionToken[];
  readonly useFactory: (...args: Args) => LogOptions | Promise<LogOptions>;
}

/** Starts following when the application is up, and ends before the database goes. */
@Injectable()
class NotaryLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(OPEN_LOG) private readonly open: OpenLog,
    @Inject(OPTIONS) private readonly options: LogOptions,
  ) {}

  onApplicationBootstrap(): void {
    if (this.options.serveOnly !== true) this.open.notary.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.open.notary.stop();
  }
}

/**
 * The notary in a Nest application: `Notary` for who must wait for a checkpoint or show its health, `ReceiptProofs` for
 * who answers with proofs, and the routes under `/log` and `/v1/bundles`. The pool and the store are the application's
 * own, and are closed by it after this module is done.
 */
@Module({})
export class NotaryModule {
  static register(options: LogOptions): DynamicModule {
    return NotaryModule.registerAsync({ useFactory: () => options });
  }

  static registerAsync<Args extends unknown[]>({ imports, inject, useFactory }: RegisterAsync<Args>): DynamicModule {
    return {
      module: NotaryModule,
      imports: imports ?? [],
      controllers: [LogController, BundlesController],
      providers: [
        { provide: OPTIONS, inject: inject ?? [], useFactory },
        { provide: OPEN_LOG, inject: [OPTIONS], useFactory: openLog },
        { provide: ReceiptProofs, inject: [OPEN_LOG], useFactory: ({ notary, publicLog }: OpenLog) => new ReceiptProofs(notary, publicLog) },
        { provide: Bundles, inject: [OPEN_LOG], useFactory: ({ bundles }: OpenLog) => bundles },
        { provide: Notary, inject: [OPEN_LOG], useFactory: ({ notary }: OpenLog) => notary },
        {
          provide: PUBLIC_LOG,
          inject: [OPEN_LOG],
          useFactory: ({ publicLog, directory }: OpenLog): ServedLog => ({ log: publicLog, keys: directory }),
        },
        NotaryLifecycle,
      ],
      exports: [Notary, OPEN_LOG, ReceiptProofs],
    };
  }
}
