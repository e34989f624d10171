import { OnebitError } from '@onebit/errors';
import { Router } from 'express';
import { bodyMissing, readBody } from '../request/body.ts';
import { mediaType, unsupported } from '../request/content-type.ts';
import { methods } from '../request/methods.ts';
import { respond } from '../request/respond.ts';
import type { ModelCard, Platform, Service } from './service.ts';

/** The media types of a model file. */
const fileTypes = ['application/octet-stream', 'application/vnd.safetensors'];

/**
 * `/v1/models`: the cards of all models there are now, their files, and, where a service takes them,
 * models of clients.
 */
export function modelRoutes(services: readonly Service[], platform: Platform): Router {
  const router = Router();
  const { limits } = platform;
  const cards = (): ModelCard[] => services.flatMap(({ models }) => models);

  const unknown = (id: string, of: readonly ModelCard[]): OnebitError =>
    new OnebitError('model-unknown', {
      expected: of.length === 0 ? 'no model: there is none' : of.map((card) => card.id).join(', '),
      received: id.slice(0, 100),
      hint: 'GET /v1/models lists all models.',
    });

  const taking = services.find(({ modelFiles }) => modelFiles !== undefined)?.modelFiles;
  methods(router, '/v1/models', {
    get: (_request, response) => {
      response.json({ models: cards() });
    },
    ...(taking && {
      post: async (request, response) => {
        const type = mediaType(request);
        if (!fileTypes.includes(type)) {
          throw unsupported(type, fileTypes);
        }
        const { modelBytes } = limits;
        const file = await readBody(request, response, modelBytes, platform);
        if (file.length === 0) {
          throw bodyMissing('a model file');
        }
        const card = await taking.add(file);
        response.status(201).set('Location', `/v1/models/${card.id}`).json(card);
      },
    }),
  });
  methods(router, '/v1/models/:id', {
    get: (request, response) => {
      const id = String(request.params['id']);
      const card = cards().find((known) => known.id === id);
      if (!card) {
        throw unknown(id, cards());
      }
      response.json(card);
    },
    ...(taking && {
      delete: async (request, response) => {
        const id = String(request.params['id']);
        if (!(await taking.remove(id))) {
          const removable = cards().filter(({ client = false }) => client);
          throw unknown(id, removable);
        }
        response.status(204).end();
      },
    }),
  });
  methods(router, '/v1/models/:id/file', {
    get: (request, response) => {
      const id = String(request.params['id']);
      for (const { modelFiles } of services) {
        const body = modelFiles?.file(id);
        if (body) {
          respond(response, {
            headers: {
              'Content-Type': 'application/octet-stream',
              'Content-Disposition': `attachment; filename="${id.replace(/[^\w.-]/g, '_')}.safetensors"`,
            },
            body,
          });
          return;
        }
      }
      throw unknown(
        id,
        cards().filter((card) => services.some(({ modelFiles }) => modelFiles?.file(card.id))),
      );
    },
  });
  return router;
}
