import { OnebitError } from '@onebit/errors';
import type { Limits } from '../limits.ts';
import { Job } from './job.ts';

interface Keyed {
  readonly job: Job;
  readonly fingerprint: string;
}

/**
 * The jobs of a process, in memory and bounded: by number, by the bytes of their results, in memory and on disk, and by age.
 * Finished jobs leave first, the oldest first; unfinished ones are never dropped, new ones are
 * refused instead.
 */
export class JobStore {
  readonly #limits: Limits;
  readonly #jobs = new Map<string, Job>();
  readonly #keys = new Map<string, Keyed>();
  readonly #timer: NodeJS.Timeout;

  /** @param limits - uses `jobs`, `jobResultBytes` and `jobRetentionMs` */
  constructor(limits: Limits) {
    this.#limits = limits;
    this.#timer = setInterval(
      () => {
        this.#evict(0);
      },
      Math.min(60_000, limits.jobRetentionMs),
    ).unref();
  }

  /** All jobs, oldest first. */
  get jobs(): readonly Job[] {
    return [...this.#jobs.values()];
  }

  /** Drops what is too old, then the oldest finished jobs until `room` more fit. */
  #evict(room: number): void {
    const { jobs, jobResultBytes, jobDiskBytes, jobRetentionMs } = this.#limits;
    const oldest = Date.now() - jobRetentionMs;
    let [bytes, diskBytes] = [0, 0];
    for (const job of this.#jobs.values()) {
      bytes += job.bytes;
      diskBytes += job.diskBytes;
    }
    for (const job of this.#jobs.values()) {
      const full =
        this.#jobs.size + room > jobs || bytes > jobResultBytes || diskBytes > jobDiskBytes;
      if (job.finishedAt !== undefined && (full || job.finishedAt < oldest)) {
        bytes -= job.bytes;
        diskBytes -= job.diskBytes;
        this.remove(job);
      }
    }
  }

  /**
   * Adds a job.
   *
   * @param release - gives back what the job holds on disk; called when it is forgotten
   * @throws OnebitError `overloaded` when every kept job is unfinished
   */
  create(task: string, release: () => Promise<void> = () => Promise.resolve()): Job {
    this.#evict(1);
    if (this.#jobs.size >= this.#limits.jobs) {
      throw new OnebitError('overloaded', {
        expected: `at most ${String(this.#limits.jobs)} unfinished jobs`,
        received: 'one more',
        hint: 'Wait until a job ends, or cancel one with DELETE.',
      });
    }
    const job = new Job(task, release);
    this.#jobs.set(job.id, job);
    return job;
  }

  /** The job that an earlier request with the same key made, if any. */
  findByKey(task: string, key: string, fingerprint: string): Job | undefined {
    const known = this.#keys.get(`${task} ${key}`);
    if (known && known.fingerprint !== fingerprint) {
      throw new OnebitError('idempotency-key-reused', {
        expected: 'the same request as the first with this Idempotency-Key',
        received: 'a different input or different parameters',
        hint: 'Use a new key for a new request.',
      });
    }
    return known?.job;
  }

  /** Remembers which request a key belongs to, as long as the job is kept. */
  setKey(key: string, fingerprint: string, job: Job): void {
    this.#keys.set(`${job.task} ${key}`, { job, fingerprint });
  }

  /** @throws OnebitError `job-unknown` */
  find(id: string): Job {
    const job = this.#jobs.get(id);
    if (!job) {
      throw new OnebitError('job-unknown', {
        expected: 'the id of a job that is kept',
        received: id.slice(0, 100),
        hint: `Finished jobs are kept for ${String(this.#limits.jobRetentionMs / 1000)} s; send the input again.`,
      });
    }
    return job;
  }

  /** Forgets a job. */
  remove(job: Job): void {
    this.#jobs.delete(job.id);
    void job.release().catch(() => undefined);
    for (const [key, keyed] of this.#keys) {
      if (keyed.job === job) {
        this.#keys.delete(key);
      }
    }
  }

  /** Cancels what is unfinished and forgets everything. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    const jobs = this.jobs;
    this.#jobs.clear();
    this.#keys.clear();
    for (const job of jobs) job.cancel();
    await Promise.allSettled(jobs.map((job) => job.release()));
  }
}
