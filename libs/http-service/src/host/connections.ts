import { OnebitError } from '@onebit/errors';
import type { RequestHandler } from 'express';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Limits } from '../limits.ts';
import { isLoopback } from './rate-limit.ts';

/** Up to this many times a limit a connection is still answered, with a refusal; beyond, dropped. */
const POLITE = 4;

/** Counts the open connections, in all and by address, and refuses requests on surplus ones. */
export class Connections {
  readonly #limits: Limits;
  readonly #open = new Map<Socket, string>();
  readonly #byAddress = new Map<string, number>();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Open connections. */
  get size(): number {
    return this.#open.size;
  }

  /** Starts to count the connections of a server. */
  watch(server: Server): void {
    const { connections, connectionsPerAddress } = this.#limits;
    server.maxConnections = POLITE * connections;
    server.on('connection', (socket: Socket) => {
      const address = socket.remoteAddress ?? '';
      const count = (this.#byAddress.get(address) ?? 0) + 1;
      if (!isLoopback(address) && count > POLITE * connectionsPerAddress) {
        socket.destroy();
        return;
      }
      this.#open.set(socket, address);
      this.#byAddress.set(address, count);
      socket.once('close', () => {
        this.#open.delete(socket);
        const left = (this.#byAddress.get(address) ?? 1) - 1;
        if (left > 0) {
          this.#byAddress.set(address, left);
        } else {
          this.#byAddress.delete(address);
        }
      });
    });
  }

  /** Refuses a request on a connection beyond the limits, and closes it after the answer. */
  readonly handler: RequestHandler = (request, response, next) => {
    const { connections, connectionsPerAddress } = this.#limits;
    if (this.#open.size > connections) {
      response.setHeader('Connection', 'close');
      throw new OnebitError('overloaded', {
        expected: `at most ${String(connections)} connections`,
        received: 'more',
        hint: 'Send the request again after the seconds in Retry-After.',
      });
    }
    const address = request.socket.remoteAddress ?? '';
    if (!isLoopback(address) && (this.#byAddress.get(address) ?? 0) > connectionsPerAddress) {
      response.setHeader('Connection', 'close');
      throw new OnebitError('rate-limited', {
        expected: `at most ${String(connectionsPerAddress)} connections from one address`,
        received: 'more',
        hint: 'Use fewer connections and keep them open.',
      });
    }
    next();
  };
}
