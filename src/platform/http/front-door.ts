import type { FastifyReply, FastifyRequest } from 'fastify';

/** Answers a request from memory and tells that it did, or leaves it to the usual way. */
type QuickAnswer = (request: FastifyRequest, reply: FastifyReply) => boolean;

/**
 * Stands before routing: what is ready in memory goes out without a walk through the framework, which costs some
 * four times as much as the answer itself. For finished, public answers only; everything else takes the usual way.
 */
export class FrontDoor {
  answer: QuickAnswer = () => false;
}
