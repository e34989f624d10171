import { OggVorbisDecoder, type OggVorbisDecodedAudio } from '@wasm-audio-decoders/ogg-vorbis';
import { OnebitError } from '@onebit/errors';
import { nextPage, type OggPage, oggEndsEarly, oggTruncated } from '../ogg/pages.ts';
import type { ByteQueue } from '../stream/byte-queue.ts';
import type { SoundStream } from '../stream/sound-stream.ts';

/** Opens an Ogg Vorbis file: pages whose checksums are right go through libvorbis. */
export async function openVorbis(queue: ByteQueue): Promise<SoundStream> {
  const first = await nextPage(queue);
  if (!first) throw oggTruncated(queue);
  const packet = first.parts[0];
  if (!packet || packet.length < 30) throw unreadable('the identification header');
  // Vorbis I, section 4.2.2: version, channels, sample rate.
  const view = new DataView(packet.buffer, packet.byteOffset);
  const channels = packet[11]!;
  const sampleRate = view.getUint32(12, true);
  if (channels === 0 || sampleRate === 0) throw unreadable('channels and a sample rate');
  const notes: string[] = [];
  return {
    format: 'ogg-vorbis',
    sampleRate,
    channels,
    notes,
    async *blocks() {
      const decoder = new OggVorbisDecoder();
      const samplesOf = ({ channelData, samplesDecoded, errors }: OggVorbisDecodedAudio) => {
        if (errors.length > 0) throw unreadable('packets of Vorbis');
        return samplesDecoded > 0 ? channelData.map((data) => data.slice()) : undefined;
      };
      try {
        await decoder.ready;
        let isWhole = false;
        let given = 0;
        for (let page: OggPage | undefined = first; page; page = await nextPage(queue)) {
          const block = samplesOf(await decoder.decode(page.bytes));
          given += block?.[0]?.length ?? 0;
          if (block) yield block;
          isWhole = page.isLast;
          if (isWhole) break;
        }
        const rest = samplesOf(await decoder.flush());
        given += rest?.[0]?.length ?? 0;
        if (rest) yield rest;
        if (!isWhole && given === 0) throw oggTruncated(queue);
        if (!isWhole) notes.push(oggEndsEarly);
      } finally {
        decoder.free();
        await queue.close();
      }
    },
  };
}

function unreadable(expected: string): OnebitError {
  return new OnebitError('audio-unreadable', {
    expected,
    received: 'other bytes in the Ogg stream',
    hint: 'The file is damaged or no Vorbis.',
  });
}
