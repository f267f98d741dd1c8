/** For every answer; a page that shows more than text says what it needs itself. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
};

/** Over TLS alone (RFC 6797 §7.2), which a proxy in front speaks: a year, and for all names below. */
export const transportSecurity = 'max-age=31536000; includeSubDomains';
