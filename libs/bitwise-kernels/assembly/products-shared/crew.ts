// How threads share the blocks of a job. The words of the control block, as src/threads/crew.ts
// has them:
//
//   generation   grows with every job; idle threads wait on it
//   open         1 while blocks of the job may be taken
//   next         the next block to take
//   finished     blocks whose output is complete; the first thread waits on it
//   stop         1 tells threads to end
//   job          where the job stands
//   states       one word a thread, a cache line apart: 1 while it may touch the job
//
// A thread first says that it is busy and then looks whether the job is open; the first thread
// closes the job and then looks who is busy. All of these are sequentially consistent, so a thread
// that is seen idle after the close touches nothing of that job any more.
import { runBlock } from './blocks';
import { Job } from './job';

const OPEN: usize = 4;
const NEXT: usize = 8;
const FINISHED: usize = 12;
const STOP: usize = 16;
const JOB: usize = 20;
const STATES: usize = 64;

/** Marks a block as complete, once. */
function finish(control: usize, job: Job, block: i32): void {
  if (atomic.xchg<u8>(job.flags + <usize>block, 1) != 0) return;
  atomic.add<i32>(control, 1, FINISHED);
  atomic.notify(control + FINISHED, -1);
}

/** Takes blocks until none is left, and tells how many it took. */
export function work(control: usize, thread: i32): i32 {
  const job = changetype<Job>(<usize>atomic.load<u32>(control, JOB));
  let taken = 0;
  let block = atomic.add<i32>(control, 1, NEXT);
  while (block < job.blocks) {
    runBlock(job, block, thread);
    finish(control, job, block);
    taken++;
    block = atomic.add<i32>(control, 1, NEXT);
  }
  return taken;
}

/** Computes what other threads took and did not finish. */
export function redo(control: usize, thread: i32): void {
  const job = changetype<Job>(<usize>atomic.load<u32>(control, JOB));
  for (let block = 0; block < job.blocks; block++) {
    if (atomic.load<u8>(job.flags + <usize>block) != 0) continue;
    runBlock(job, block, thread);
    finish(control, job, block);
  }
}

/** The life of a further thread: sleep, work, sleep, until told to stop. */
export function serve(control: usize, thread: i32): void {
  const state = control + STATES + ((<usize>thread) << 6);
  for (;;) {
    const seen = atomic.load<i32>(control);
    if (atomic.load<i32>(control, STOP) != 0) return;
    atomic.store<i32>(state, 1);
    if (atomic.load<i32>(control, OPEN) != 0) work(control, thread);
    atomic.store<i32>(state, 0);
    atomic.wait<i32>(control, seen, -1);
  }
}
