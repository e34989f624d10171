const crc8Table = Uint8Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = ((value << 1) ^ (value & 0x80 ? 0x07 : 0)) & 0xff;
  return value;
});
const crc16Table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 8;
  for (let bit = 0; bit < 8; bit++) value = ((value << 1) ^ (value & 0x8000 ? 0x8005 : 0)) & 0xffff;
  return value;
});

/** CRC-8 of a frame header (RFC 9639, section 9.1.8). */
export function crc8(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = crc8Table[value ^ bytes[at]!]!;
  return value;
}

/** CRC-16 of a frame (RFC 9639, section 9.3). */
export function crc16(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) {
    value = ((value << 8) & 0xffff) ^ crc16Table[(value >> 8) ^ bytes[at]!]!;
  }
  return value;
}
