const headerBytes = 9;
/** DATA, HEADERS, RST_STREAM and GOAWAY (RFC 9113 §6); the rest keeps the connection going and answers nobody. */
const answering = new Set([0, 1, 3, 7]);

/**
 * Whether a server's bytes, from the beginning of a frame of HTTP/2 on, answer a call. A real server acknowledges
 * settings and pings and opens its window at moments of its own, and to break the line there would stop the call itself.
 */
export function answersCall(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; ) {
    if (bytes.length - at < headerBytes) return true;
    if (answering.has(bytes.readUInt8(at + 3))) return true;
    at += headerBytes + bytes.readUIntBE(at, 3);
    if (at > bytes.length) return true;
  }
  return false;
}
