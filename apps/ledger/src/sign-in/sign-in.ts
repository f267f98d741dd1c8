import type { LocalIssuer } from '@covenant/access';
import { createProvider } from './provider.js';
import { openIssuerSecrets } from './secrets.js';
import { issuerPath, SignInSite } from './site.js';

export interface SignInOptions {
  readonly keys: LocalIssuer;
  readonly dataDir: string;
  readonly audience: string;
}

/** The embedded profile's own issuer. Its address is the ledger's, so it begins once that is known. */
export class SignIn {
  private opened: { readonly issuer: string; readonly site: SignInSite } | undefined;

  constructor(private readonly options: SignInOptions) {}

  get site(): SignInSite | undefined {
    return this.opened?.site;
  }

  /** Whose name its tokens bear. */
  issuers(): readonly string[] {
    return this.opened === undefined ? [] : [this.opened.issuer];
  }

  /**
   * @param address the ledger's, such as `http://127.0.0.1:3000`
   * @returns the password of the sample accounts, for the person at the terminal
   */
  async begin(address: string): Promise<string> {
    const issuer = address + issuerPath;
    const secrets = await openIssuerSecrets(this.options.dataDir);
    const provider = await createProvider({ ...this.options, issuer, secrets });
    this.opened = { issuer, site: new SignInSite(provider, secrets.password) };
    return secrets.password;
  }
}
