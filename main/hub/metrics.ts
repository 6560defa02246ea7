/** Figures for Prometheus. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** The hub's figures and the page that shows them. */
export interface Metrics {
  readonly contentType: string
  readonly text: () => Promise<string>
  /** A command was answered: its type and `ok` or the refusal's code. */
  readonly answered: (type: string, result: string) => void
  /** A batch was written: how many events, in how many seconds. */
  readonly committed: (events: number, seconds: number) => void
  readonly clients: (kind: string, change: 1 | -1) => void
  /** The figures of copies; shown from the first call on, for only a hub makes any. */
  readonly backups: () => BackupMetrics
}

/** How copies of the ledger went. */
export interface BackupMetrics {
  /** When the newest good copy was made, epoch ms. */
  readonly lastSuccess: (atMs: number) => void
  /** A copy was made and is good: when, epoch ms, and in how many seconds. */
  readonly succeeded: (atMs: number, seconds: number) => void
  readonly failed: () => void
}

/** A registry of its own, so that several hubs may live in one process. */
export function createMetrics(seq: () => number): Metrics {
  const registry = new Registry()
  const commands = new Counter({
    name: 'yihao_commands_total',
    help: 'Commands answered, by type and result',
    labelNames: ['type', 'result'] as const,
    registers: [registry],
  })
  const commits = new Histogram({
    name: 'yihao_commit_seconds',
    help: 'Durable commit of one batch',
    buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1],
    registers: [registry],
  })
  const batch = new Histogram({
    name: 'yihao_batch_events',
    help: 'Events per batch',
    buckets: [1, 2, 5, 10, 20, 50, 100, 500],
    registers: [registry],
  })
  const connected = new Gauge({
    name: 'yihao_clients',
    help: 'Connected screens and stations',
    labelNames: ['kind'] as const,
    registers: [registry],
  })
  new Gauge({
    name: 'yihao_ledger_seq',
    help: 'Position of the ledger',
    registers: [registry],
    collect() {
      this.set(seq())
    },
  })
  return {
    contentType: registry.contentType,
    text: async () => registry.metrics(),
    answered: (type, result) => {
      commands.inc({ type, result })
    },
    committed: (events, seconds) => {
      commits.observe(seconds)
      batch.observe(events)
    },
    clients: (kind, change) => {
      connected.inc({ kind }, change)
    },
    backups: () => backupMetrics(registry),
  }
}

function backupMetrics(registry: Registry): BackupMetrics {
  const registers = [registry]
  const last = new Gauge({
    name: 'yihao_backup_last_success_timestamp_seconds',
    help: 'When the newest good copy of the ledger was made; 0 when there is none',
    registers,
  })
  const duration = new Gauge({
    name: 'yihao_backup_duration_seconds',
    help: 'How long the last copy took, with its check',
    registers,
  })
  const made = new Counter({
    name: 'yihao_backup_copies_total',
    help: 'Copies made and found good',
    registers,
  })
  const failures = new Counter({ name: 'yihao_backup_failures_total', help: 'Copies that failed', registers })
  return {
    lastSuccess: (atMs) => {
      last.set(atMs / 1000)
    },
    succeeded: (atMs, seconds) => {
      last.set(atMs / 1000)
      duration.set(seconds)
      made.inc()
    },
    failed: () => {
      failures.inc()
    },
  }
}
