import type { Configuration, Provider } from 'oidc-provider';

type Package = { readonly Provider: new (issuer: string, configuration: Configuration) => Provider };

/** What the package says of Node 20 on its import; it runs there, with the one function below. */
const aboutNode20 = /Unsupported runtime/;

/**
 * Loads the package of the issuer only where there is one to run: it costs a third of a second. Node 20 lacks
 * `URL.parse` (WHATWG URL §6.1), which the package calls; it is added there as the standard has it.
 */
export const loadIssuerPackage = async (): Promise<Package> => {
  if (!('parse' in URL)) {
    const parse = (url: string, base?: string): URL | null => (URL.canParse(url, base) ? new URL(url, base) : null);
    Object.defineProperty(URL, 'parse', { value: parse, writable: true, configurable: true });
  }
  const { warn } = console;
  console.warn = (...said: unknown[]): void => {
    if (!aboutNode20.test(String(said[0]))) warn(...said);
  };
  try {
    return await import('oidc-provider');
  } finally {
    console.warn = warn;
  }
};
