import { OpusDecoder } from 'opus-decoder';
import { OnebitError } from '@onebit/errors';
import { nextPage, type OggPage, oggEndsEarly, oggTruncated } from '../ogg/pages.ts';
import type { ByteQueue } from '../stream/byte-queue.ts';
import type { SoundStream } from '../stream/sound-stream.ts';

/** Samples a second that Opus decodes at, whatever went in (RFC 7845, section 5.1). */
const RATE = 48_000;
const MOST_PACKET = 1 << 16;

/** Opens an Ogg Opus file (RFC 7845): packets go through libopus. */
export async function openOpus(queue: ByteQueue): Promise<SoundStream> {
  const first = await nextPage(queue);
  if (!first) throw oggTruncated(queue);
  const head = first.parts[0];
  if (!head || head.length < 19) throw unreadable('the identification header');
  const view = new DataView(head.buffer, head.byteOffset);
  const channels = head[9]!;
  const preSkip = view.getUint16(10, true);
  const gain = 10 ** (view.getInt16(16, true) / 256 / 20);
  const family = head[18]!;
  if (channels === 0 || (family === 0 && channels > 2)) throw unreadable('1 or 2 channels');
  if (family !== 0 && head.length < 21 + channels) throw unreadable('a channel mapping table');
  const notes: string[] = [];
  return {
    format: 'ogg-opus',
    sampleRate: RATE,
    channels,
    notes,
    async *blocks() {
      const decoder = new OpusDecoder({
        channels,
        preSkip: 0,
        ...(family === 0
          ? { streamCount: 1, coupledStreamCount: channels - 1 }
          : {
              streamCount: head[19]!,
              coupledStreamCount: head[20]!,
              channelMappingTable: [...head.subarray(21, 21 + channels)],
            }),
      });
      try {
        await decoder.ready;
        const packets = new OpusPackets(queue);
        let decoded = 0;
        let given = 0;
        for (;;) {
          const frames = await packets.ofNextPage();
          if (!frames) break;
          const { channelData, samplesDecoded, errors } = decoder.decodeFrames(frames);
          if (errors.length > 0) throw unreadable('packets of Opus');
          // The first samples only set the decoder up; the last page says where the sound ends.
          const from = Math.max(0, preSkip - decoded);
          decoded += samplesDecoded;
          const end = packets.end === undefined ? Infinity : packets.end - preSkip - given;
          const to = Math.min(samplesDecoded, from + Math.max(0, end));
          if (to > from) {
            given += to - from;
            yield channelData.map((data) => data.slice(from, to).map((value) => value * gain));
          }
        }
        if (packets.end === undefined && given === 0) throw oggTruncated(queue);
        if (packets.end === undefined) notes.push(oggEndsEarly);
      } finally {
        decoder.free();
        await queue.close();
      }
    },
  };
}

/** The audio packets of a stream, page by page, behind its two headers. */
class OpusPackets {
  /** Position of the last sample, once the last page came. */
  end: number | undefined;
  readonly #queue: ByteQueue;
  #started: Uint8Array | undefined;
  #isTagged = false;

  constructor(queue: ByteQueue) {
    this.#queue = queue;
  }

  async ofNextPage(): Promise<Uint8Array[] | undefined> {
    if (this.end !== undefined) return undefined;
    const page = await nextPage(this.#queue);
    if (!page) return undefined;
    if (page.isLast) this.end = page.granule ?? 0;
    const packets = this.#packetsOf(page);
    if (!this.#isTagged && packets.length > 0) {
      this.#isTagged = true;
      packets.shift();
    }
    return packets;
  }

  #packetsOf({ parts, continued, open }: OggPage): Uint8Array[] {
    const packets: Uint8Array[] = parts.map((part) => part.slice());
    const before = this.#started;
    this.#started = undefined;
    if (continued && before && packets[0]) packets[0] = joined(before, packets[0]);
    if (open) this.#started = packets.pop();
    return packets;
  }
}

function joined(first: Uint8Array, rest: Uint8Array): Uint8Array {
  if (first.length + rest.length > MOST_PACKET * 256) throw unreadable('packets of usual size');
  const all = new Uint8Array(first.length + rest.length);
  all.set(first);
  all.set(rest, first.length);
  return all;
}

function unreadable(expected: string): OnebitError {
  return new OnebitError('audio-unreadable', {
    expected,
    received: 'other bytes in the Ogg stream',
    hint: 'The file is damaged or no Opus.',
  });
}
