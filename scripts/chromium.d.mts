// What chromium.mjs exports, for the tests that drive a browser.
export function chromium(): string | undefined;
export function whyNoChromium(): string | undefined;
