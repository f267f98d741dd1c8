import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What the relay tells as it goes. None of these may throw. */
export interface RelayReport {
  /** Records that the brokers have acknowledged. `recordedAt` is of the first event among them, if there is one. */
  sent?(events: number, watermarks: number, recordedAt: string | undefined): void;
  /** A send was not acknowledged; the same records go out again. */
  again?(): void;
  topicMade?(): void;
  leads?(leads: boolean): void;
}

export function relayFigures(registry: Registry): Required<RelayReport> {
  const registers = [registry];
  const counter = (name: string, help: string) => new Counter({ name, help, registers });
  const events = counter('covenant_relay_events_total', 'Events that the brokers have acknowledged');
  const watermarks = counter('covenant_relay_watermarks_total', 'Watermarks that the brokers have acknowledged');
  const again = counter('covenant_relay_sends_again_total', 'Sends that were not acknowledged and went out again');
  const made = counter('covenant_relay_topics_made_total', 'Times that the topic was made, and filled from the store');
  const leading = new Gauge({ name: 'covenant_relay_leads', help: '1 while this process is the one that sends', registers });
  const delay = new Histogram({
    name: 'covenant_relay_delay_seconds',
    help: 'From the recording of an event to its acknowledgement by the brokers; the oldest of each send',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
    registers,
  });
  return {
    sent: (count, marks, recordedAt) => {
      events.inc(count);
      watermarks.inc(marks);
      if (recordedAt !== undefined) delay.observe(Math.max(0, Date.now() - Date.parse(recordedAt)) / 1_000);
    },
    again: () => again.inc(),
    topicMade: () => made.inc(),
    leads: (leads) => leading.set(leads ? 1 : 0),
  };
}
