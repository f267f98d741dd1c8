import type { LocalIssuer } from '@covenant/access';
import { createProvider } from './provider.js';
import { openIssuerSecrets, type IssuerSecrets } from './secrets.js';
import { issuerPath, SignInSite } from './site.js';

export interface SignInOptions {
  readonly keys: LocalIssuer;
  readonly dataDir: string;
  readonly audience: string;
}

/** The embedded profile's own issuer. Its address is the ledger's, so it begins once that is known. */
export class SignIn {
  private begun: { readonly issuer: string; readonly secrets: IssuerSecrets } | undefined;
  private opening: Promise<SignInSite> | undefined;

  constructor(private readonly options: SignInOptions) {}

  /** Undefined before it began. Loaded for the first one who asks: a start without anybody signing in pays nothing. */
  site(): Promise<SignInSite> | undefined {
    if (this.begun === undefined) return undefined;
    return (this.opening ??= this.open(this.begun).catch((error: unknown) => {
      this.opening = undefined;
      throw error;
    }));
  }

  /** Whose name its tokens bear. */
  issuers(): readonly string[] {
    return this.begun === undefined ? [] : [this.begun.issuer];
  }

  /**
   * @param address the ledger's, such as `http://127.0.0.1:3000`
   * @returns the password of the sample accounts, for the person at the terminal
   */
  async begin(address: string): Promise<string> {
    const secrets = await openIssuerSecrets(this.options.dataDir);
    this.begun = { issuer: address + issuerPath, secrets };
    return secrets.password;
  }

  private async open(begun: { readonly issuer: string; readonly secrets: IssuerSecrets }): Promise<SignInSite> {
    return new SignInSite(await createProvider({ ...this.options, ...begun }), begun.secrets.password);
  }
}
